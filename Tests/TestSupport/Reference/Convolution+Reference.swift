public import Graphs
import Tensors

extension Convolution: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    let (x, w) = (inputs[0], inputs[1])
    var y = [Double](repeating: 0, count: outputShapes[0].product)
    forEachProduct(x: x.shape, w: w.shape, y: outputShapes[0]) { xPlace, wPlace, yPlace in
      y[yPlace] += w.scalars[wPlace] * x.scalars[xPlace]
    }
    let result = DoubleTensor(shape: outputShapes[0], scalars: y)
    return [inputs.count > 2 ? result.addingPerChannel(inputs[2]) : result]
  }

  /// Visits every product of an input element and a weight, with the output element it adds to, as places in the flat
  /// arrays.
  ///
  /// Missing spatial axes count as axes of one element.
  fileprivate func forEachProduct(
    x: [Int], w: [Int], y: [Int], _ body: (_ xPlace: Int, _ wPlace: Int, _ yPlace: Int) -> Void
  ) {
    let (x, w, y) = (x.volumetric, w.volumetric, y.volumetric)
    let taps = (0..<3).map { axis in self.taps(axis: axis - (3 - strides.count), x[axis + 2], w[axis + 2], y[axis + 2])
    }
    for (n, o, i) in channelTriples(batch: x[0], w) {
      let xStart = (n * x[1] + o / (w[0] / groups) * w[1] + i) * x[2] * x[3] * x[4]
      let wStart = (o * w[1] + i) * w[2] * w[3] * w[4]
      let yStart = (n * y[1] + o) * y[2] * y[3] * y[4]
      for a in taps[0] {
        for b in taps[1] {
          for c in taps[2] {
            body(
              xStart + (a.x * x[3] + b.x) * x[4] + c.x, wStart + (a.w * w[3] + b.w) * w[4] + c.w,
              yStart + (a.y * y[3] + b.y) * y[4] + c.y)
          }
        }
      }
    }
  }

  /// Every (image, output channel, input channel within the group).
  private func channelTriples(batch: Int, _ w: [Int]) -> [(Int, Int, Int)] {
    (0..<batch).flatMap { n in (0..<w[0]).flatMap { o in (0..<w[1]).map { (n, o, $0) } } }
  }

  /// Along one axis, every output position and kernel position whose input position exists.
  private func taps(axis: Int, _ x: Int, _ w: Int, _ y: Int) -> [(x: Int, w: Int, y: Int)] {
    guard axis >= 0 else { return [(0, 0, 0)] }
    return (0..<y).flatMap { position in
      (0..<w).compactMap { tap in
        let source = position * strides[axis] - padBefore[axis] + tap * dilations[axis]
        return (0..<x).contains(source) ? (source, tap, position) : nil
      }
    }
  }
}

extension ConvolutionTranspose: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    let (dy, w) = (inputs[0], inputs[1])
    var dx = [Double](repeating: 0, count: outputShapes[0].product)
    convolution.forEachProduct(x: outputShapes[0], w: w.shape, y: dy.shape) { xPlace, wPlace, yPlace in
      dx[xPlace] += w.scalars[wPlace] * dy.scalars[yPlace]
    }
    let result = DoubleTensor(shape: outputShapes[0], scalars: dx)
    return [inputs.count > 2 ? result.addingPerChannel(inputs[2]) : result]
  }
}

extension ConvolutionWeightGradient: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    let (x, dy) = (inputs[0], inputs[1])
    var dw = [Double](repeating: 0, count: outputShapes[0].product)
    convolution.forEachProduct(x: x.shape, w: outputShapes[0], y: dy.shape) { xPlace, wPlace, yPlace in
      dw[wPlace] += x.scalars[xPlace] * dy.scalars[yPlace]
    }
    return [DoubleTensor(shape: outputShapes[0], scalars: dw)]
  }
}

extension [Int] {
  /// `[N, C]` and three spatial extents, the missing ones 1.
  fileprivate var volumetric: [Int] { Array(self[..<2]) + [Int](repeating: 1, count: 5 - count) + self[2...] }
}

extension DoubleTensor {
  fileprivate func addingPerChannel(_ bias: DoubleTensor) -> DoubleTensor {
    var sum = self
    forEachIndex(of: shape) { index, offset in sum.scalars[offset] += bias.scalars[index[1]] }
    return sum
  }
}
