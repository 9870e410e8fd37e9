/// A graph reduced to what some values need.
public struct PrunedGraph: Sendable {
  public var graph: Graph
  /// Where the values of the original went; values that were not needed are missing.
  public var values: [ValueID: ValueID]
}

extension Graph {
  /// The graph without what its outputs do not need.
  public func pruned() -> PrunedGraph { pruned(to: outputs) }

  /// The part of the graph that computes `outputs`, which become its outputs.
  ///
  /// All inputs stay, needed or not, so that the graph is called as before; nodes and constants that nothing needs go.
  public func pruned(to outputs: [ValueID]) -> PrunedGraph {
    let needed = ancestors(of: outputs)
    var result = PrunedGraph(graph: Graph(), values: [:])
    for input in inputs {
      result.values[input] = result.graph.addInput(shape: shape(of: input), name: names[input] ?? "")
    }
    for (constant, tensor) in constants.sorted(by: { $0.key < $1.key }) where needed[constant.index] {
      result.values[constant] = result.graph.addConstant(tensor, name: names[constant] ?? "")
    }
    for node in nodes where node.outputs.contains(where: { needed[$0.index] }) { result.copy(node, of: self) }
    result.graph.outputs = outputs.compactMap { result.values[$0] }
    return result
  }
}

extension PrunedGraph {
  /// Appends a node whose inputs are there already, with the shapes that are known.
  fileprivate mutating func copy(_ node: Node, of original: Graph) {
    let outputs = node.outputs.map { output in
      let copy = graph.makeValue(original.shape(of: output), name: original.names[output] ?? "")
      values[output] = copy
      return copy
    }
    let inputs = node.inputs.compactMap { values[$0] }
    graph.nodes.append(Node(operation: node.operation, inputs: inputs, outputs: outputs, name: node.name))
  }
}
