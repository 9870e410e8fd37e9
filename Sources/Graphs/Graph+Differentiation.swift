extension Graph {
  /// The graph extended by its derivative (reverse mode): `∂L/∂value` for `L = Σ cotangent · output`, summed over outputs.
  ///
  /// Nodes are visited backwards by their place in the graph, only between `values` and the outputs, so that no
  /// derivative in a weight is ever made for an attack. A value that no output depends on has a gradient of zeros; a
  /// value may lie anywhere, be an output itself, or go into many nodes.
  ///
  /// - Parameter values: what to differentiate with respect to: inputs, or taps in the middle (Grad-CAM).
  /// - Returns: the extended graph; its inputs are the original's, then one cotangent per output.
  /// - Throws: `DifferentiationError` where an operation in between has no derivative.
  public func differentiated(withRespectTo values: [ValueID]) throws -> DifferentiatedGraph {
    precondition(
      values.allSatisfy { shapes.indices.contains($0.index) }, "Graph: cannot differentiate in unknown \(values)")
    var pass = ReversePass(of: self, withRespectTo: values)
    let cotangents = outputs.map { pass.graph.addInput(shape: shape(of: $0)) }
    for (output, cotangent) in zip(outputs, cotangents) { try pass.accumulate(cotangent, into: output) }
    for node in nodes.reversed() { try pass.visit(node) }
    let gradients = try values.map { try pass.gradient(of: $0) }
    pass.graph.outputs += gradients
    return DifferentiatedGraph(graph: pass.graph, cotangents: cotangents, gradients: gradients)
  }
}

/// The state of one walk backwards through a graph.
private struct ReversePass {
  var graph: Graph
  /// For each value of the original graph, whether its gradient is worth knowing.
  private let isWanted: [Bool]
  /// For each value of the original graph, the sum of the gradients found so far.
  private var gradients: [ValueID?]

  init(of graph: Graph, withRespectTo values: [ValueID]) {
    self.graph = graph
    isWanted = graph.dependents(on: values)
    gradients = [ValueID?](repeating: nil, count: graph.shapes.count)
  }

  mutating func visit(_ node: Node) throws {
    let wanted = node.inputs.map { isWanted[$0.index] }
    let cotangents = node.outputs.map { gradients[$0.index] }
    guard wanted.contains(true), cotangents.contains(where: { $0 != nil }) else { return }
    let found = try node.operation.pullback(node, cotangents: cotangents, wanted: wanted, in: &graph)
    precondition(found.count == node.inputs.count, "\(node.operation): \(found.count) gradients for \(node.inputs)")
    for (input, gradient) in zip(node.inputs, found) {
      if let gradient { try accumulate(gradient, into: input) }
    }
  }

  mutating func accumulate(_ gradient: ValueID, into value: ValueID) throws {
    guard isWanted[value.index] else { return }
    precondition(
      graph.shape(of: gradient) == graph.shape(of: value),
      "Graph: gradient \(graph.shape(of: gradient)) of a value \(graph.shape(of: value))")
    gradients[value.index] = try gradients[value.index].map { try graph.add($0, gradient) } ?? gradient
  }

  mutating func gradient(of value: ValueID) throws -> ValueID {
    try gradients[value.index] ?? graph.zeros(graph.shape(of: value))
  }
}
