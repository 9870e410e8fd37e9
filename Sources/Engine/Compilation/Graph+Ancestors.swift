internal import Graphs

extension Graph {
  /// The indices of the nodes that `values` depend on.
  func ancestors(of values: [ValueID]) -> Set<Int> {
    var needed = Set(values)
    var found: Set<Int> = []
    for index in nodes.indices.reversed() where nodes[index].outputs.contains(where: needed.contains) {
      found.insert(index)
      needed.formUnion(nodes[index].inputs)
    }
    return found
  }
}
