import Graphs

/// What a node reads: as constants, or as values of the graph.
extension Lowering {
  /// Input `index` of a node, or nil if it is left out.
  func optionalInput(_ node: ONNXNode, _ index: Int) throws -> LoweredValue? {
    guard node.hasInput(index) else { return nil }
    guard let value = values[node.inputs[index]] else {
      throw node.error(.malformed, "reads '\(node.inputs[index])', which its producer does not provide")
    }
    return value
  }

  func input(_ node: ONNXNode, _ index: Int) throws -> LoweredValue {
    guard let value = try optionalInput(node, index) else {
      throw node.error(.malformed, "lacks input \(index)")
    }
    return value
  }

  /// All inputs of a node that takes any number of them.
  func inputs(_ node: ONNXNode) throws -> [LoweredValue] {
    guard !node.inputs.isEmpty else { throw node.error(.malformed, "has no inputs") }
    return try node.inputs.indices.map { try input(node, $0) }
  }

  /// Input `index` as a constant, for what must be known at load: shapes, axes, indices, statistics.
  func constantInput(_ node: ONNXNode, _ index: Int, _ role: String) throws -> Constant? {
    switch try optionalInput(node, index) {
    case nil: return nil
    case .constant(let constant): return constant
    case .computed:
      throw node.error(
        .unsupported, "its \(role) depend on the input",
        hint: "shapes must follow from the shape of the input")
    }
  }

  /// Input `index` as a list of integers known at load.
  func integersInput(_ node: ONNXNode, _ index: Int, _ role: String) throws -> [Int]? {
    guard let constant = try constantInput(node, index, role) else { return nil }
    guard let integers = constant.integers else {
      throw node.error(.malformed, "its \(role) are \(constant.type.name), must be integers")
    }
    return integers
  }

  /// Input `index` as a value of the graph; constants are added to it when first used.
  mutating func tensorInput(_ node: ONNXNode, _ index: Int) throws -> ValueID {
    materialised(try input(node, index), name: node.inputs[index])
  }

  mutating func optionalTensorInput(_ node: ONNXNode, _ index: Int) throws -> ValueID? {
    node.hasInput(index) ? try tensorInput(node, index) : nil
  }

  mutating func materialised(_ value: LoweredValue, name: String = "") -> ValueID {
    switch value {
    case .computed(let id, _): return id
    case .constant(let constant):
      if let known = addedConstants[name] { return known }
      if constant.followsBatch != nil { tracer.noteMixing("constant '\(name)' is computed from the batch size") }
      let id = graph.addConstant(constant.tensor, name: name)
      if !name.isEmpty { addedConstants[name] = id }
      return id
    }
  }

  func shape(of value: LoweredValue) -> [Int] {
    switch value {
    case .constant(let constant): constant.shape
    case .computed(let id, _): graph.shape(of: id)
    }
  }
}
