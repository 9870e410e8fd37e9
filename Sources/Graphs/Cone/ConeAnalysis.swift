/// How much of every value changes with a part of the graph's input.
struct ConeAnalysis {
  /// By value; of what changes in part, more may be computed than changes: see `widen`.
  private(set) var spreads: [Spread]
  /// By value, whether it depends on the input at all.
  let depends: [Bool]

  /// What follows from a change of a part of the graph's first input.
  init(_ graph: Graph, change: AxisSpan) {
    spreads = [Spread](repeating: .nothing, count: graph.shapes.count)
    depends = graph.dependents(on: graph.inputs)
    spreads[graph.inputs[0].index] = .part(change)
    for node in graph.nodes {
      for (output, spread) in zip(node.outputs, spreads(of: node, in: graph)) { spreads[output.index] = spread }
    }
  }

  subscript(value: ValueID) -> Spread { spreads[value.index] }

  private func spreads(of node: Node, in graph: Graph) -> [Spread] {
    let changes = node.inputs.map { self[$0] }
    guard changes.contains(where: { $0 != .nothing }) else { return node.outputs.map { _ in .nothing } }
    let shapes = graph.shapes(around: node)
    if let recurrent = node.operation as? Recurrent { return recurrent.spreads(changes, shapes) }
    guard !changes.contains(.everything), let local = node.operation as? any LocalOperation, node.outputs.count == 1
    else { return node.outputs.map { _ in .everything } }
    return [local.spread(changes, shapes)]
  }

  /// Lets values be computed as far as the next operation reads them, where that costs less than keeping the rest.
  ///
  /// So windows of a pooling find all they see in one tensor, and what follows the input directly needs nothing kept.
  mutating func widen(in graph: Graph) {
    let isLight = lightValues(in: graph)
    for node in graph.nodes.reversed() {
      guard let part = self[node.outputs[0]].span else { continue }
      let reads = graph.reads(of: node, for: part)
      let widens = (node.operation as? any LocalOperation)?.isLight ?? false
      let changing = Set(node.inputs.filter { self[$0] != .nothing }).count
      for (input, read) in zip(node.inputs, reads) {
        guard let own = self[input].span, let read, read.isAligned(with: own) else { continue }
        guard isLight[input.index] || (widens && changing == 1) else { continue }
        spreads[input.index] = .part(own.hull(read))
      }
    }
  }

  /// By value, whether nothing but light operations lies between it and the input.
  private func lightValues(in graph: Graph) -> [Bool] {
    var isLight = depends.map { !$0 }
    isLight[graph.inputs[0].index] = true
    for node in graph.nodes {
      let local = node.operation as? any LocalOperation
      guard let local, local.isLight, !(local is MatrixProduct) else { continue }
      guard node.inputs.allSatisfy({ isLight[$0.index] }) else { continue }
      for output in node.outputs { isLight[output.index] = true }
    }
    return isLight
  }
}

extension Graph {
  func shapes(around node: Node) -> NodeShapes {
    NodeShapes(inputs: node.inputs.map(shape(of:)), outputs: node.outputs.map(shape(of:)))
  }

  /// What of each input a part of the node's first result is computed from; nil for all of it.
  func reads(of node: Node, for part: AxisSpan) -> [AxisSpan?] {
    if let recurrent = node.operation as? Recurrent { return recurrent.reads(for: part) }
    let local = node.operation as? any LocalOperation
    return local?.reads(for: part, shapes(around: node)) ?? node.inputs.map { _ in nil }
  }
}
