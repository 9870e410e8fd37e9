internal import Graphs

/// A value that only the gradient of an activation reads, which can be applied where the value is stored.
struct GatedResult {
  let gate: ResultGate
  /// What the gate looks at: the activation's argument or result.
  let known: ValueID
  /// The gradient's node and what it would make.
  let node: Int
  let result: ValueID
}

extension Lowering {
  /// Nil where another node reads the value as well, or where what the gate looks at would have to be rearranged first.
  func gatedResult(_ value: ValueID) -> GatedResult? {
    guard let next = soleConsumer(of: value), !isFused(next),
      let gradient = graph.nodes[next].operation as? UnaryGradient, let gate = ResultGate(gradient.function)
    else { return nil }
    let node = graph.nodes[next]
    guard node.inputs[1] == value, node.inputs[0] != value, !isShort(node.inputs[0]),
      commonLayout([node.inputs[0]]) == .channelsLast
    else { return nil }
    return GatedResult(gate: gate, known: node.inputs[0], node: next, result: node.outputs[0])
  }
}
