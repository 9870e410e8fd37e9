import Foundation
import Graphs
import Tensors

/// Operators that make constants: literal ones, and what exporters compute from shapes.
extension Lowering {
  static let constants: [String: OperatorSupport] = [
    "Constant": OperatorSupport(refusal: refuseConstant) { _, node in [.constant(try node.literal())] },
    "ConstantOfShape": OperatorSupport { lowering, node in try lowering.constantOfShape(node) },
    "Shape": OperatorSupport { lowering, node in try lowering.shape(node) },
    "Size": OperatorSupport { lowering, node in try lowering.size(node) },
    "Range": OperatorSupport { lowering, node in try lowering.range(node) },
    "NonZero": OperatorSupport { lowering, node in try lowering.nonZero(node) },
  ]

  @Sendable private static func refuseConstant(_ node: ONNXNode, _ opset: Int) throws -> String? {
    for key in ["value_string", "value_strings", "sparse_value"] where node.attributes[key] != nil {
      return "a constant given by '\(key)' is not supported"
    }
    if case .other(let kind) = node.attributes["value"] { return "its value is a \(kind)" }
    return nil
  }

  private func constantOfShape(_ node: ONNXNode) throws -> [LoweredValue] {
    let shape = try integersInput(node, 0, "extents") ?? []
    guard Extents.foldedCount(shape) != nil else { throw node.error(.shape, "would make a constant of shape \(shape)") }
    let fill = try node.tensor("value") ?? Constant(shape: [1], reals: [0])
    guard fill.count == 1 else { throw node.error(.malformed, "its value has \(fill.count) elements") }
    return [.constant(fill.reshaped([]).broadcast(to: shape))]
  }

  /// The extents of the input, as they are at this batch size; the one of the batch axis is marked.
  private func shape(_ node: ONNXNode) throws -> [LoweredValue] {
    let value = try input(node, 0)
    let extents = shape(of: value)
    var flags = extents.map { _ in false }
    if case .computed(let id, _) = value, case .along(let place) = tracer.placement(of: id) { flags[place.axis] = true }
    let start = clamped(try node.integer("start", default: 0), rank: extents.count)
    let end = clamped(try node.integer("end", default: extents.count), rank: extents.count)
    let range = start..<max(start, end)
    return [
      .constant(
        Constant(
          shape: [range.count], integers: extents[range].map(Int64.init), followsBatch: Array(flags[range])))
    ]
  }

  private func clamped(_ axis: Int, rank: Int) -> Int { min(max(axis < 0 ? axis + rank : axis, 0), rank) }

  private func size(_ node: ONNXNode) throws -> [LoweredValue] {
    let value = try input(node, 0)
    let count = shape(of: value).product
    var follows = false
    if case .computed(let id, _) = value { follows = tracer.placement(of: id) != .independent }
    return [.constant(Constant(shape: [], integers: [Int64(count)], followsBatch: [follows]))]
  }

  private func range(_ node: ONNXNode) throws -> [LoweredValue] {
    let bounds = try (0..<3).map { index in
      guard let constant = try constantInput(node, index, "bounds"), constant.count == 1 else {
        throw node.error(.malformed, "needs three numbers")
      }
      return constant
    }
    let follows = bounds.contains { $0.followsBatch != nil }
    if let whole = integers(of: bounds) {
      let values = try progression(whole[0], whole[1], whole[2], node)
      let flags = values.map { _ in follows }
      return [.constant(Constant(shape: [values.count], integers: values, type: bounds[0].type, followsBatch: flags))]
    }
    let reals = bounds.map { Double($0.reals[0]) }
    let count = ((reals[1] - reals[0]) / reals[2]).rounded(.up)
    guard count.isFinite, count <= Double(Extents.largestFolded) else {
      throw node.error(.malformed, "would make \(count) elements")
    }
    let values = (0..<Int(max(0, count))).map { Float(reals[0] + Double($0) * reals[2]) }
    return [
      .constant(Constant(shape: [values.count], reals: values, followsBatch: values.map { _ in follows }))
    ]
  }

  private func integers(of constants: [Constant]) -> [Int]? {
    let lists = constants.compactMap(\.integers)
    return lists.count == constants.count ? lists.map { $0[0] } : nil
  }

  private func progression(_ start: Int, _ limit: Int, _ step: Int, _ node: ONNXNode) throws -> [Int64] {
    let sensible = -(1 << 40)...(1 << 40)
    guard step != 0, [start, limit, step].allSatisfy(sensible.contains) else {
      throw node.error(.malformed, "runs from \(start) to \(limit) by \(step)")
    }
    guard (limit - start) / step <= Extents.largestFolded else {
      throw node.error(.malformed, "would make more than \(Extents.largestFolded) elements")
    }
    return Swift.stride(from: start, to: limit, by: step).map(Int64.init)
  }

  /// The positions of the elements that are not zero, one column each.
  private func nonZero(_ node: ONNXNode) throws -> [LoweredValue] {
    guard let constant = try constantInput(node, 0, "truth values") else {
      throw node.error(.malformed, "lacks its input")
    }
    let values = constant.reals
    let found = values.indices.filter { values[$0] != 0 }
    let strides = constant.shape.rowMajorStrides
    let rows = constant.shape.indices.flatMap { axis in
      found.map { Int64($0 / strides[axis] % constant.shape[axis]) }
    }
    let flags = constant.followsBatch != nil ? rows.map { _ in true } : nil
    return [.constant(Constant(shape: [constant.shape.count, found.count], integers: rows, followsBatch: flags))]
  }
}

extension ONNXNode {
  /// The value of a Constant node, in any of the ways to write it.
  fileprivate func literal() throws -> Constant {
    if let tensor = try tensor("value") { return tensor }
    if let real = try optionalReal("value_float") { return Constant(shape: [], reals: [real]) }
    if let reals = try reals("value_floats") { return Constant(shape: [reals.count], reals: reals) }
    if let integer = try optionalInteger("value_int") { return Constant(shape: [], integers: [Int64(integer)]) }
    if let integers = try integers("value_ints") {
      return Constant(shape: [integers.count], integers: integers.map(Int64.init))
    }
    throw error(.malformed, "has no value")
  }
}
