/// Which values depend on which, by one walk over the nodes: no recursion, however deep the graph.
extension Graph {
  /// For each value, by index, whether it is one of `values` or computed from one.
  func dependents(on values: some Sequence<ValueID>) -> [Bool] {
    var depends = [Bool](repeating: false, count: shapes.count)
    for value in values { depends[value.index] = true }
    for node in nodes where node.inputs.contains(where: { depends[$0.index] }) {
      for output in node.outputs { depends[output.index] = true }
    }
    return depends
  }

  /// For each value, by index, whether it is one of `values` or goes into one.
  func ancestors(of values: some Sequence<ValueID>) -> [Bool] {
    var needed = [Bool](repeating: false, count: shapes.count)
    for value in values { needed[value.index] = true }
    for node in nodes.reversed() where node.outputs.contains(where: { needed[$0.index] }) {
      for input in node.inputs { needed[input.index] = true }
    }
    return needed
  }

  /// The nodes whose result depends on an input of the graph and goes into one of its outputs, in order.
  var activeNodes: [Node] {
    let (depends, needed) = (dependents(on: inputs), ancestors(of: outputs))
    return nodes.filter { $0.outputs.contains { depends[$0.index] && needed[$0.index] } }
  }
}
