internal import Graphs
internal import Tensors

extension Graph {
  /// Moves convolutions of one tap from behind an enlargement to before it, where there are fewer pixels.
  ///
  /// Enlarging mixes places and such a convolution mixes channels, so that either may come first. Of a tensor that is joined
  /// from several, each has weights of its own, and the results are added: decoders of encoder-decoder networks enlarge many
  /// channels, join them with those of the encoder, and reduce them to a few.
  ///
  ///     w ∗ [resize(a), b] + c = resize(w_a ∗ a) + (w_b ∗ b + c)
  ///
  /// The values `kept` (outputs and taps) survive as they are.
  func movingPointwiseConvolutions(keeping kept: Set<ValueID>) throws -> RewrittenGraph {
    var moved = RewrittenGraph(inputsOf: self)
    let uses = ValueUses(self, kept: kept)
    var convolutions: [Int: EnlargedConvolution] = [:]
    for index in nodes.indices { convolutions[index] = EnlargedConvolution(nodes[index], in: self, uses) }
    let absorbed = Set(convolutions.values.flatMap(\.absorbed))
    for (index, node) in nodes.enumerated() where !absorbed.contains(index) {
      if let convolution = convolutions[index] {
        try moved.append(convolution, node, of: self)
      } else {
        try moved.copy(node, of: self)
      }
    }
    moved.finish(self, keeping: kept)
    return moved
  }
}

/// Which node makes a value, and which alone reads it.
private struct ValueUses {
  private var makers: [ValueID: Int] = [:]
  private let consumers: [ValueID: [Int]]
  private let kept: Set<ValueID>

  init(_ graph: Graph, kept: Set<ValueID>) {
    for (index, node) in graph.nodes.enumerated() {
      for output in node.outputs { makers[output] = index }
    }
    consumers = graph.consumers
    self.kept = kept
  }

  /// The node that makes a value which is read once and not kept.
  func soleUseMaker(of value: ValueID) -> Int? {
    consumers[value]?.count == 1 && !kept.contains(value) ? makers[value] : nil
  }
}

/// A convolution of one tap with constant weights, of which at least one source has been enlarged.
private struct EnlargedConvolution {
  /// Some of the channels that the convolution reads.
  struct Source {
    let value: ValueID
    let channels: Range<Int>
    /// What enlarges the value first.
    let resize: (operation: Resize, name: String)?
  }

  let sources: [Source]
  /// The nodes that are not needed any more.
  private(set) var absorbed: [Int] = []

  /// Nil where there is nothing to gain: enlarging must not become more than it was.
  init?(_ node: Node, in graph: Graph, _ uses: ValueUses) {
    guard let convolution = node.operation as? Convolution, convolution.isPointwise(graph.shape(of: node.inputs[1])),
      node.inputs.dropFirst().allSatisfy({ graph.constants[$0] != nil })
    else { return nil }
    var joined = [node.inputs[0]]
    if let index = uses.soleUseMaker(of: node.inputs[0]), let join = graph.nodes[index].operation as? Concatenation,
      join.axis == 1
    {
      joined = graph.nodes[index].inputs
      absorbed.append(index)
    }
    let results = graph.shape(of: node.outputs[0])[1]
    var (sources, first) = ([Source](), 0)
    for value in joined {
      let channels = first..<first + graph.shape(of: value)[1]
      first = channels.upperBound
      if channels.count >= results, let index = uses.soleUseMaker(of: value),
        let resize = graph.nodes[index].operation as? Resize,
        graph.shape(of: graph.nodes[index].inputs[0]).product < graph.shape(of: value).product
      {
        let from = graph.nodes[index]
        sources.append(Source(value: from.inputs[0], channels: channels, resize: (resize, from.name)))
        absorbed.append(index)
      } else {
        sources.append(Source(value: value, channels: channels, resize: nil))
      }
    }
    guard sources.contains(where: { $0.resize != nil }) else { return nil }
    self.sources = sources
  }
}

extension Convolution {
  /// Whether each result is a sum over the channels of its own place.
  fileprivate func isPointwise(_ weights: [Int]) -> Bool {
    groups == 1 && weights.dropFirst(2).allSatisfy { $0 == 1 } && strides.allSatisfy { $0 == 1 }
      && (padBefore + padAfter).allSatisfy { $0 == 0 }
  }
}

extension RewrittenGraph {
  /// One convolution for each enlarged source, and one for all others together.
  fileprivate mutating func append(_ convolution: EnlargedConvolution, _ node: Node, of original: Graph) throws {
    var bias = node.inputs.count > 2 ? node.inputs[2] : nil
    var sum: ValueID?
    let others = convolution.sources.filter { $0.resize == nil }
    if !others.isEmpty {
      let values = others.map { copied($0.value, of: original) }
      let joined = values.count == 1 ? values[0] : try graph.append(Concatenation(axis: 1), values)[0]
      sum = try convolved(joined, others.map(\.channels), node, bias, of: original)
      bias = nil
    }
    for source in convolution.sources {
      guard let resize = source.resize else { continue }
      // Enlarging leaves what is the same everywhere as it is, so that the bias may be added before.
      let small = try convolved(copied(source.value, of: original), [source.channels], node, bias, of: original)
      bias = nil
      let large = try graph(resize.operation, small, name: resize.name)
      sum = try sum.map { try graph(Binary(.add), $0, large) } ?? large
    }
    if let sum { bind(node.outputs[0], to: sum, of: original) }
  }

  /// A convolution with the weights of some channels.
  private mutating func convolved(
    _ value: ValueID, _ channels: [Range<Int>], _ node: Node, _ bias: ValueID?, of original: Graph
  ) throws -> ValueID {
    guard let weights = original.constants[node.inputs[1]] else {
      preconditionFailure("RewrittenGraph: the weights of \(node.name) are not constant")
    }
    let own = graph.addConstant(weights.ofInputChannels(channels))
    let operands = [value, own] + (bias.map { [copied($0, of: original)] } ?? [])
    return try graph.append(node.operation, operands, name: node.name)[0]
  }
}

extension Tensor {
  /// Of weights `[O, I, 1…]`, those of some of the `I`.
  fileprivate func ofInputChannels(_ channels: [Range<Int>]) -> Tensor {
    let (outputs, inputs) = (shape[0], shape[1])
    let scalars = (0..<outputs).flatMap { output in channels.flatMap { range in range.map { output * inputs + $0 } } }
      .map { self.scalars[$0] }
    return Tensor(shape: [outputs, channels.map(\.count).reduce(0, +)] + shape.dropFirst(2), scalars: scalars)
  }
}
