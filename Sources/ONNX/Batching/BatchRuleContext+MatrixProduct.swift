import Graphs

extension BatchRuleContext {
  /// A matrix product keeps samples apart along leading axes, rows of the left and columns of the right factor.
  func multiplied() -> BatchAxis? {
    guard let product = node.operation as? MatrixProduct else { return nil }
    let rank = graph.shape(of: node.outputs[0]).count
    let left = axis(of: 0).map { moved($0, input: 0, transposed: product.transposesLeft, free: 0, rank: rank) }
    let right = axis(of: 1).map { moved($0, input: 1, transposed: product.transposesRight, free: 1, rank: rank) }
    switch (left, right) {
    case (.some(let place?), nil): return isShared(input: 1, along: place, rank: rank) ? place : nil
    case (nil, .some(let place?)): return isShared(input: 0, along: place, rank: rank) ? place : nil
    case (.some(let a?), .some(let b?)): return a == b && a.axis < rank - 2 ? a : nil
    default: return nil
    }
  }

  /// Where the batch of a factor ends up; nil if it is summed over.
  ///
  /// `free` says which of the factor's two matrix axes survives, after transposition: 0 (rows) for the left factor,
  ///   1 (columns) for the right one. It is also its place among the output's last two axes.
  private func moved(_ place: BatchAxis, input: Int, transposed: Bool, free: Int, rank: Int) -> BatchAxis? {
    let shape = shape(of: input)
    let matrixAxis = place.axis - (shape.count - 2)
    guard matrixAxis >= 0 else {
      let axis = place.axis + rank - shape.count
      return shape[place.axis] == graph.shape(of: node.outputs[0])[axis]
        ? BatchAxis(axis: axis, inner: place.inner) : nil
    }
    guard (transposed ? 1 - matrixAxis : matrixAxis) == free else { return nil }
    return BatchAxis(axis: rank - 2 + free, inner: place.inner)
  }

  /// Whether the other factor is the same for all samples when the batch lies at `place` in the output.
  private func isShared(input: Int, along place: BatchAxis, rank: Int) -> Bool {
    guard place.axis < rank - 2 else { return true }
    let lead = rank - shape(of: input).count
    return place.axis < lead || isAlike(input: input, along: BatchAxis(axis: place.axis - lead, inner: place.inner))
  }
}
