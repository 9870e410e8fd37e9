internal import Graphs

extension Graph {
  /// Writes chains of nodes, each the only reader of the one before, as something shorter; all other nodes as they are.
  ///
  /// The values `kept` (outputs, taps, and what gradients are taken of) survive: no chain goes on behind one. `begin` says
  /// what a chain that begins with a node stands for, nil where none does; `absorb` the same with the node that reads the
  /// chain's last value, nil where the chain ends before it; `write` appends a chain and binds its last value.
  func mergingChains<Chain>(
    keeping kept: Set<ValueID>, _ begin: (_ first: Node) -> Chain?,
    absorbing absorb: (_ chain: Chain, _ next: Node, _ end: ValueID) -> Chain?,
    writing write: (_ chain: Chain, _ first: Node, _ end: ValueID, _ target: inout RewrittenGraph) throws -> Void
  ) throws -> RewrittenGraph {
    var merged = RewrittenGraph(inputsOf: self)
    let consumers = self.consumers
    var absorbed: Set<Int> = []
    for (index, node) in nodes.enumerated() where !absorbed.contains(index) {
      guard var chain = begin(node) else {
        try merged.copy(node, of: self)
        continue
      }
      var end = node.outputs[0]
      while !kept.contains(end), consumers[end]?.count == 1, let next = consumers[end]?[0],
        let longer = absorb(chain, nodes[next], end)
      {
        chain = longer
        absorbed.insert(next)
        end = nodes[next].outputs[0]
      }
      try write(chain, node, end, &merged)
    }
    merged.finish(self, keeping: kept)
    return merged
  }

  /// The nodes that read each value, once per reading.
  var consumers: [ValueID: [Int]] {
    var result: [ValueID: [Int]] = [:]
    for (index, node) in nodes.enumerated() {
      for input in node.inputs { result[input, default: []].append(index) }
    }
    return result
  }
}
