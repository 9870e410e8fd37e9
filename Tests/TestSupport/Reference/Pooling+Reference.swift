public import Graphs
import Tensors

extension PoolingWindow {
  /// For every output element, the elements of the input that its window sees, in row-major order, and how many places
  /// of the window lie inside the input and its explicit padding.
  fileprivate func forEachWindow(
    over input: [Int], to output: [Int], _ body: (_ out: Int, _ seen: [Int], _ placesWithPadding: Int) -> Void
  ) {
    forEachIndex(of: output) { index, out in
      var seen: [Int] = []
      var places = 0
      forEachIndex(of: kernel) { tap, _ in
        let position = tap.indices.map { index[$0 + 2] * strides[$0] - padBefore[$0] + tap[$0] * dilations[$0] }
        let isInside = position.indices.allSatisfy { (0..<input[$0 + 2]).contains(position[$0]) }
        let isPadded = position.indices.allSatisfy {
          (-padBefore[$0]..<input[$0 + 2] + padAfter[$0]).contains(position[$0])
        }
        if isInside { seen.append(offset(of: Array(index[..<2]) + position, in: input)) }
        if isPadded { places += 1 }
      }
      body(out, seen, places)
    }
  }
}

extension MaxPool: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    var y = DoubleTensor(repeating: -.infinity, shape: outputShapes[0])
    window.forEachWindow(over: inputs[0].shape, to: y.shape) { out, seen, _ in
      for place in seen { y.scalars[out] = max(y.scalars[out], inputs[0].scalars[place]) }
    }
    return [y]
  }
}

extension MaxPoolGradient: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    let (x, y, dy) = (inputs[0], inputs[1], inputs[2])
    var dx = DoubleTensor(shape: x.shape)
    window.forEachWindow(over: x.shape, to: y.shape) { out, seen, _ in
      guard let first = seen.first(where: { x.scalars[$0] == y.scalars[out] }) else { return }
      dx.scalars[first] += dy.scalars[out]
    }
    return [dx]
  }
}

extension AveragePool: ReferenceOperation, SparseLinearMap {
  func forEachEntry(from input: [Int], to output: [Int], _ body: (_ out: Int, _ in: Int, _ weight: Double) -> Void) {
    window.forEachWindow(over: input, to: output) { out, seen, placesWithPadding in
      for place in seen { body(out, place, 1 / Double(countsPadding ? placesWithPadding : seen.count)) }
    }
  }

  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [applied(to: inputs[0], outputShapes[0])]
  }
}

extension AveragePoolGradient: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    let pool = AveragePool(window, countsPadding: countsPadding)
    return [pool.adjoint(appliedTo: inputs[0], outputShapes[0])]
  }
}
