internal import Graphs

/// A batch normalisation with the relu, and perhaps the pooling, that follows it: what one kernel does each way.
///
/// The nodes are given by their places in the graph. They are done together only where nobody else reads what is in
/// between, forward and backward.
struct NormalizedActivation {
  let normalization: Int
  let relu: Int
  /// A max pooling whose windows tile its input.
  var pool: Int?
  /// The nodes that lead back from the cotangent of the result to the normalisation's gradient, if they are in the graph.
  var gradient: Gradient?

  struct Gradient {
    var pool: Int?
    let relu: Int
    let normalization: Int
  }

  /// The nodes that the kernels of the two normalisation nodes do as well.
  var absorbed: [Int] { [relu, pool, gradient?.pool, gradient?.relu].compactMap { $0 } }

  /// Those of a graph, none sharing a node with another.
  static func all(
    in graph: Graph, consumers: [ValueID: [Int]], keeping kept: Set<ValueID>
  ) -> [NormalizedActivation] {
    let search = Search(graph: graph, consumers: consumers, kept: kept)
    return graph.nodes.indices.compactMap { search.activation(from: $0) }
  }
}

private struct Search {
  let graph: Graph
  let consumers: [ValueID: [Int]]
  let kept: Set<ValueID>

  func activation(from index: Int) -> NormalizedActivation? {
    let node = graph.nodes[index]
    guard node.operation is BatchNormalization, let relu = soleReader(of: node.outputs[0]),
      (graph.nodes[relu].operation as? Unary)?.function == .relu
    else { return nil }
    var found = NormalizedActivation(normalization: index, relu: relu)
    if let (pool, gradient) = pooling(of: graph.nodes[relu].outputs[0], after: node) {
      (found.pool, found.gradient) = (pool, gradient)
    } else {
      found.gradient = reluGradient(of: graph.nodes[relu].outputs[0], after: node)
    }
    return found
  }

  /// The pooling, if it and its gradient are all that reads the rectified value.
  private func pooling(
    of rectified: ValueID, after normalization: Node
  ) -> (pool: Int, gradient: NormalizedActivation.Gradient?)? {
    guard !kept.contains(rectified), let readers = consumers[rectified],
      let pool = readers.first(where: { graph.nodes[$0].operation is MaxPool }),
      let window = (graph.nodes[pool].operation as? MaxPool)?.window,
      window.tiles(Array(graph.shape(of: rectified).dropFirst(2)))
    else { return nil }
    if readers == [pool] { return (pool, nil) }
    let pooled = graph.nodes[pool].outputs[0]
    guard readers.count == 3,
      let poolGradient = readers.first(where: { graph.nodes[$0].operation is MaxPoolGradient }),
      graph.nodes[poolGradient].inputs[1] == pooled,
      var gradient = reluGradient(of: rectified, after: normalization),
      graph.nodes[gradient.relu].inputs[1] == graph.nodes[poolGradient].outputs[0],
      soleReader(of: graph.nodes[poolGradient].outputs[0]) == gradient.relu
    else { return nil }
    gradient.pool = poolGradient
    return (pool, gradient)
  }

  /// The gradient of the relu that goes into that of the normalisation and nowhere else.
  private func reluGradient(of rectified: ValueID, after normalization: Node) -> NormalizedActivation.Gradient? {
    let relu = consumers[rectified]?.first { index in
      let node = graph.nodes[index]
      return (node.operation as? UnaryGradient)?.function == .relu && node.inputs[0] == rectified
    }
    guard let relu, let next = soleReader(of: graph.nodes[relu].outputs[0]),
      graph.nodes[next].operation is BatchNormalizationGradient,
      graph.nodes[next].inputs[0] == normalization.inputs[0],
      graph.nodes[next].inputs[2] == normalization.outputs[1],
      graph.nodes[next].inputs[4] == graph.nodes[relu].outputs[0]
    else { return nil }
    return NormalizedActivation.Gradient(relu: relu, normalization: next)
  }

  private func soleReader(of value: ValueID) -> Int? {
    guard !kept.contains(value), let readers = consumers[value], readers.count == 1 else { return nil }
    return readers[0]
  }
}
