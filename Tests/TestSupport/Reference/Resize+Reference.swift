public import Graphs
import Tensors

extension Resize: ReferenceOperation, SparseLinearMap {
  func forEachEntry(from input: [Int], to output: [Int], _ body: (_ out: Int, _ in: Int, _ weight: Double) -> Void) {
    forEachIndex(of: output) { index, out in
      var terms: [(source: [Int], weight: Double)] = [(Array(index[..<2]), 1)]
      for axis in extents.indices {
        let taps = self.taps(of: index[axis + 2], axis: axis, inputExtent: input[axis + 2])
        terms = terms.flatMap { term in taps.map { (term.source + [$0.source], term.weight * $0.weight) } }
      }
      for term in terms { body(out, offset(of: term.source, in: input), term.weight) }
    }
  }

  /// The elements along one axis that an output element reads.
  private func taps(of position: Int, axis: Int, inputExtent: Int) -> [(source: Int, weight: Double)] {
    let coordinate = self.coordinate(of: position, axis: axis, inputExtent: inputExtent)
    func clamped(_ source: Float) -> Int { Int(min(max(source, 0), Float(inputExtent - 1))) }
    switch interpolation {
    case .nearest(let rounding): return [(clamped(rounding.rounded(coordinate)), 1)]
    case .linear:
      let below = coordinate.rounded(.down)
      let share = Double(coordinate - below)
      return [(clamped(below), 1 - share), (clamped(below + 1), share)]
    }
  }

  private func coordinate(of position: Int, axis: Int, inputExtent: Int) -> Float {
    let (x, scale) = (Float(position), scales[axis])
    switch transformation {
    case .pytorchHalfPixel where extents[axis] == 1: return 0
    case .halfPixel, .pytorchHalfPixel: return (x + 0.5) / scale - 0.5
    case .asymmetric: return x / scale
    case .alignCorners where extents[axis] == 1: return 0
    case .alignCorners: return x * Float(inputExtent - 1) / Float(extents[axis] - 1)
    }
  }

  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [applied(to: inputs[0], outputShapes[0])]
  }
}

extension ResizeGradient: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [resize.adjoint(appliedTo: inputs[0], outputShapes[0])]
  }
}

extension NearestRounding {
  fileprivate func rounded(_ x: Float) -> Float {
    switch self {
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    case .roundPreferFloor: (x - 0.5).rounded(.up)
    case .roundPreferCeil: (x + 0.5).rounded(.down)
    }
  }
}
