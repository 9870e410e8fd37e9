/// Along rows of the left matrix, columns of the right one, or matrices of a stack.
extension MatrixProduct: LocalOperation {
  /// A further row costs a product with the whole other matrix, but so does putting kept rows in place cost a copy.
  var isLight: Bool { true }

  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    let rank = shapes.outputs[0].count
    return (0..<2).reduce(Spread.nothing) { result, side in
      guard case .part(let span) = changes[side] else { return result.joined(changes[side]) }
      return result.joined(
        resultAxis(of: span.axis, side: side, shapes, rank).map { .part(span.moved(toAxis: $0)) }
          ?? .everything)
    }
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] {
    (0..<2).map { side in
      let shape = shapes.inputs[side]
      return shape.indices.first { axis in
        resultAxis(of: axis, side: side, shapes, shapes.outputs[0].count) == part.axis
      }.map { part.moved(toAxis: $0) }
    }
  }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] { [self] }

  /// The axis of the result along which an axis of an operand goes on; nil for the one that is summed over and for repeated ones.
  private func resultAxis(of axis: Int, side: Int, _ shapes: NodeShapes, _ rank: Int) -> Int? {
    let own = shapes.inputs[side].count
    if axis < own - 2 {
      // Matrices that are repeated change all that they are multiplied with.
      let isRepeated = shapes.inputs[side][axis] != shapes.outputs[0][axis + rank - own]
      return isRepeated ? nil : axis + rank - own
    }
    let transposes = side == 0 ? transposesLeft : transposesRight
    let isRow = (axis == own - 2) != transposes
    return isRow == (side == 0) ? rank - (side == 0 ? 2 : 1) : nil
  }
}
