internal import Graphs
internal import Tensors

/// A graph that computes what another does, with some of its nodes replaced.
struct RewrittenGraph {
  var graph = Graph()
  /// Where each value of the original graph went; those that the rewriting did away with have no entry.
  private var values: [ValueID: ValueID] = [:]

  /// The inputs of a graph, and nothing else yet.
  init(inputsOf original: Graph) {
    for value in original.inputs {
      values[value] = graph.addInput(shape: original.shape(of: value), name: original.names[value] ?? "")
    }
  }

  func located(_ value: ValueID) throws -> ValueID {
    guard let found = values[value] else { throw EngineError("plan", "value \(value) is not part of the graph") }
    return found
  }

  /// Appends a node as it is.
  mutating func copy(_ node: Node, of original: Graph) throws {
    let inputs = node.inputs.map { copied($0, of: original) }
    let outputs = try graph.append(node.operation, inputs, name: node.name)
    for (old, new) in zip(node.outputs, outputs) { bind(old, to: new, of: original) }
  }

  /// Says where a value of the original graph went.
  mutating func bind(_ old: ValueID, to new: ValueID, of original: Graph) {
    values[old] = new
    graph.names[new] = original.names[old]
  }

  /// The new counterpart of a value; constants are copied when first needed.
  mutating func copied(_ value: ValueID, of original: Graph) -> ValueID {
    if let known = values[value] { return known }
    guard let constant = original.constants[value] else {
      preconditionFailure("RewrittenGraph: \(value) is read before it is made")
    }
    let new = graph.addConstant(constant, name: original.names[value] ?? "")
    values[value] = new
    return new
  }

  /// Names the outputs, once all nodes are there.
  mutating func finish(_ original: Graph, keeping kept: Set<ValueID>) {
    for value in kept where original.constants[value] != nil { _ = copied(value, of: original) }
    graph.outputs = original.outputs.compactMap { values[$0] }
  }
}
