public import Graphs
import Tensors

extension Pad: ReferenceOperation, SparseLinearMap {
  /// The linear part: elements outside the input have no entry in constant mode.
  func forEachEntry(from input: [Int], to output: [Int], _ body: (_ out: Int, _ in: Int, _ weight: Double) -> Void) {
    forEachIndex(of: output) { index, out in
      let source = index.indices.map { self.source(of: index[$0] - before[$0], extent: input[$0]) }
      let inside = source.compactMap { $0 }
      if inside.count == source.count { body(out, offset(of: inside, in: input), 1) }
    }
  }

  /// Where a position that may lie outside an axis reads; nil for the constant.
  private func source(of position: Int, extent: Int) -> Int? {
    if (0..<extent).contains(position) { return position }
    switch mode {
    case .constant: return nil
    case .edge: return position < 0 ? 0 : extent - 1
    case .reflect: return position < 0 ? -position : 2 * (extent - 1) - position
    }
  }

  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    guard case .constant(let value) = mode else { return [applied(to: inputs[0], outputShapes[0])] }
    var y = DoubleTensor(repeating: Double(value), shape: outputShapes[0])
    forEachEntry(from: inputs[0].shape, to: y.shape) { out, source, _ in y.scalars[out] = inputs[0].scalars[source] }
    return [y]
  }
}

extension PadGradient: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    [pad.adjoint(appliedTo: inputs[0], outputShapes[0])]
  }
}
