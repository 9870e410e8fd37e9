import Graphs

extension Lowering {
  static let joining: [String: OperatorSupport] = [
    "Concat": OperatorSupport { lowering, node in try lowering.concatenation(node) }
  ]

  private mutating func concatenation(_ node: ONNXNode) throws -> [LoweredValue] {
    // Exporters join empty lists; they add nothing.
    let all = try inputs(node).enumerated().filter { shape(of: $0.element) != [0] }
    guard let first = all.first?.element else {
      return [.constant(Constant(shape: [0], integers: [], type: try input(node, 0).type))]
    }
    let axis = try node.axis(try node.integer("axis", default: 1), rank: shape(of: first).count)
    let constants = all.compactMap { part -> Constant? in
      if case .constant(let constant) = part.element { constant } else { nil }
    }
    if constants.count == all.count { return [.constant(try joined(constants, axis, node))] }
    let batch = batchExtent(all.map(\.element))
    let values = all.map { index, value in
      batch.map { fittedToBatch(value, axis: $0.axis, extent: $0.extent, name: node.inputs[index]) }
        ?? materialised(value, name: node.inputs[index])
    }
    return [.computed(try emitAll(Concatenation(axis: axis), values, node)[0], first.type)]
  }

  private func joined(_ constants: [Constant], _ axis: Int, _ node: ONNXNode) throws -> Constant {
    let rest = { (shape: [Int]) in shape.indices.map { $0 == axis ? 0 : shape[$0] } }
    guard constants.allSatisfy({ rest($0.shape) == rest(constants[0].shape) }) else {
      throw node.error(.shape, "cannot join constants of shapes \(constants.map(\.shape))")
    }
    return Constant.concatenating(constants, axis: axis)
  }

  /// The batch axis of the computed values, and its extent.
  private func batchExtent(_ values: [LoweredValue]) -> (axis: Int, extent: Int)? {
    for case .computed(let id, _) in values {
      if case .along(let place) = tracer.placement(of: id) { return (place.axis, graph.shape(of: id)[place.axis]) }
    }
    return nil
  }
}
