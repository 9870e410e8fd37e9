import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Slices are read where they lie, which must not change what is computed.
@Suite struct SliceViewPlanTests {
  private static let byTwo = PoolingWindow(of: [2, 2])

  /// How a decoder gets at what the encoder made.
  enum Skip: String, CaseIterable, Sendable {
    /// Along one axis and then along the other, as exporters write it.
    case croppedTwice
    case cropped
    /// Before the pooling, so that the gradients are summed the other way round.
    case croppedBeforePooling
    case reversed
    case everySecond
    case someChannels
    /// Read by somebody else as well.
    case shared
  }

  /// An encoder of two levels and its decoder: `[1, 2, 28, 26]` to `[1, 2, 10, 8]`.
  private func network(
    _ skip: Skip, pooling: PoolingWindow = byTwo, raised channels: Int = 8, skipComesFirst: Bool = false,
    _ graph: inout Graph, _ x: ValueID, _ random: inout RandomTensors
  ) throws -> ValueID {
    let top = try graph(Unary(.relu), graph.convolve(x, to: 8, kernel: [3, 3], &random))
    let early = skip == .croppedBeforePooling ? try cropped(top, skip, &graph) : nil
    let pooled = try graph(MaxPool(pooling), top)
    let deep = try graph(Unary(.relu), graph.convolve(pooled, to: 12, kernel: [3, 3], pads: [0, 0], &random))
    let up = Convolution(strides: [2, 2], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1])
    let extents = graph.shape(of: deep).dropFirst(2).map { $0 * 2 }
    let w = graph.addConstant(random.uniform([12, channels, 2, 2]))
    let raised = try graph(ConvolutionTranspose(up, inputExtents: extents), deep, w, name: "raised")
    let crop = try early ?? cropped(top, skip, &graph)
    var joined = try graph(Concatenation(axis: 1), skipComesFirst ? crop : raised, skipComesFirst ? raised : crop)
    if skip == .shared { joined = try graph(Concatenation(axis: 1), joined, graph(Unary(.tanh), crop)) }
    let y = try graph(Unary(.relu), graph.convolve(joined, to: 8, kernel: [3, 3], &random))
    return try graph.convolve(y, to: 2, kernel: [1, 1], &random)
  }

  /// `[1, 8, 28, 26]` to `[1, C, 24, 22]`.
  private func cropped(_ value: ValueID, _ skip: Skip, _ graph: inout Graph) throws -> ValueID {
    switch skip {
    case .croppedTwice:
      let rows = try graph(Slice([0, 0, 3, 0], [1, 8, 24, 26]), value, name: "rows")
      return try graph(Slice([0, 0, 0, 1], [1, 8, 24, 22]), rows, name: "columns")
    case .cropped, .croppedBeforePooling, .shared: return try graph(Slice([0, 0, 2, 3], [1, 8, 24, 22]), value)
    case .reversed: return try graph(Slice([0, 0, 26, 24], [1, 8, 24, 22], by: [1, 1, -1, -1]), value)
    case .everySecond: return try graph(Slice([0, 0, 2, 3], [1, 4, 24, 22], by: [1, 2, 1, 1]), value)
    case .someChannels: return try graph(Slice([0, 3, 1, 2], [1, 5, 24, 22]), value)
    }
  }

  @Test(arguments: Skip.allCases, [true, false])
  func encodersAndDecoders(_ skip: Skip, skipComesFirst: Bool) throws {
    let found = try PlanConformance(input: [1, 2, 28, 26]) { graph, x, random in
      try network(skip, skipComesFirst: skipComesFirst, &graph, x, &random)
    }
    #expect(found.agrees, "\(found)")
  }

  /// Windows that overlap have a gradient of their own, to which the slice's is added afterwards.
  @Test(arguments: Skip.allCases) func encodersThatPoolWithOverlap(_ skip: Skip) throws {
    let found = try PlanConformance(input: [1, 2, 28, 26]) { graph, x, random in
      let window = PoolingWindow(of: [3, 3], strides: [2, 2], before: [1, 1], after: [0, 0])
      return try network(skip, pooling: window, &graph, x, &random)
    }
    #expect(found.agrees, "\(found)")
  }

  /// Nothing is sliced, and no zeros are written around what was.
  @Test(arguments: [Skip.croppedTwice, .cropped, .croppedBeforePooling, .someChannels])
  func theSkipIsNeverCopied(_ skip: Skip) throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 2))
    let x = graph.addInput(shape: [1, 2, 28, 26])
    graph.outputs = [try network(skip, &graph, x, &random)]
    let labels = try Profiles.profile(of: graph, passes: 1).steps.map(\.label)
    let slices = labels.filter { $0.contains("Slice") }
    // The decoder's half of the cotangent is left, and what is not added along whole channels.
    #expect(slices.count == 1, "\(labels)")
    if skip != .someChannels {
      #expect(labels.contains { $0.contains("gradient of MaxPool [2, 2] and add") } && !labels.contains("add"))
    } else {
      #expect(labels.contains { $0.contains("add where it lies") })
    }
  }

  /// The decoder's part is made among the channels of what it is joined to, where that is worth it.
  @Test(arguments: [4, 16, 48], [true, false])
  func whatIsEnlargedIsMadeWhereItIsJoined(channels: Int, skipComesFirst: Bool) throws {
    let found = try PlanConformance(input: [2, 2, 28, 26]) { graph, x, random in
      let top = try graph(Unary(.relu), graph.convolve(x, to: 8, kernel: [3, 3], &random))
      let deep = try graph.convolve(top, to: 12, kernel: [3, 3], strides: [2, 2], &random)
      let up = Convolution(strides: [2, 2], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1])
      let (w, bias) = (random.uniform([12, channels, 2, 2]), random.uniform([channels]))
      let raised = try graph(
        ConvolutionTranspose(up, inputExtents: [28, 26]), deep, graph.addConstant(w), graph.addConstant(bias))
      let joined = try graph(Concatenation(axis: 1), skipComesFirst ? top : raised, skipComesFirst ? raised : top, x)
      return try graph.convolve(joined, to: 4, kernel: [3, 3], &random)
    }
    #expect(found.agrees, "\(found)")
  }

  @Test func whatIsEnlargedIsATapAllTheSame() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 4))
    let x = graph.addInput(shape: [1, 2, 28, 26])
    graph.outputs = [try network(.cropped, raised: 16, &graph, x, &random)]
    let raised = try #require(graph.nodes.first { $0.name == "raised" }).outputs[0]
    let input = random.uniform([1, 2, 28, 26])
    let expected = try ReferenceInterpreter.evaluate(
      graph, inputs: [DoubleTensor(input)], values: [graph.outputs[0], raised])
    for taps in [[], [raised]] {
      let found = try Plan(compiling: graph, taps: taps, gradientTargets: []).forward([input])
      #expect(found.count == 1 + taps.count)
      for (one, other) in zip(found, expected) { #expect(Conformance.error(one, other.tensor) < 1e-5) }
    }
  }

  @Test func aSkipWithoutCropIsAddedWhereItLies() throws {
    let found = try PlanConformance(input: [2, 3, 16, 12]) { graph, x, random in
      try uncropped(&graph, x, &random)
    }
    #expect(found.agrees, "\(found)")
    var (graph, random) = (Graph(), RandomTensors(seed: 2))
    graph.outputs = [try uncropped(&graph, graph.addInput(shape: [1, 3, 16, 12]), &random)]
    let labels = try Profiles.profile(of: graph, passes: 1).steps.map(\.label)
    #expect(labels.contains { $0.contains("and add") } && !labels.contains("add"), "\(labels)")
  }

  private func uncropped(_ graph: inout Graph, _ x: ValueID, _ random: inout RandomTensors) throws -> ValueID {
    let top = try graph(Unary(.relu), graph.convolve(x, to: 8, kernel: [3, 3], &random))
    let deep = try graph.convolve(graph(MaxPool(Self.byTwo), top), to: 8, kernel: [3, 3], &random)
    let extents = Array(graph.shape(of: top).dropFirst(2))
    let resize = Resize(extents: extents, scales: [2, 2], interpolation: .linear, transformation: .halfPixel)
    let joined = try graph(Concatenation(axis: 1), graph(resize, deep), top)
    return try graph.convolve(graph(Unary(.relu), joined), to: 2, kernel: [3, 3], &random)
  }

  /// An encoder that strides rather than pools, with two crops of one value.
  @Test(arguments: [[1, 1], [2, 1], [-1, 2]]) func windowsOfASum(steps: [Int]) throws {
    let found = try PlanConformance(input: [2, 3, 18, 16]) { graph, x, random in
      let top = try graph(Unary(.tanh), graph.convolve(x, to: 8, kernel: [3, 3], &random))
      let small = try graph.convolve(top, to: 8, kernel: [3, 3], strides: [2, 2], &random)
      let starts = [0, 0, steps[0] < 0 ? 15 : 1, 1]
      let first = try graph(Slice(starts, [2, 8, 9, 8], by: [1, 1] + steps), top)
      let second = try graph(Slice([0, 0, 4, 4], [2, 8, 9, 8]), top)
      let joined = try graph(Concatenation(axis: 1), first, small, second)
      return try graph.convolve(joined, to: 4, kernel: [1, 1], &random)
    }
    #expect(found.agrees, "\(found)")
  }

  /// Parts of one value along channels and along samples, put together again in another order.
  @Test(arguments: [0, 1, 2, 3]) func partsInAnotherOrder(axis: Int) throws {
    let shape = [4, 8, 6, 10]
    let found = try PlanConformance(input: [4, 2, 6, 10]) { graph, x, random in
      let y = try graph.convolve(x, to: 8, kernel: [3, 3], &random)
      var extents = shape
      extents[axis] /= 2
      var middle = [0, 0, 0, 0]
      middle[axis] = extents[axis]
      let first = try graph(Slice([0, 0, 0, 0], extents), y)
      let second = try graph(Slice(middle, extents), y)
      let joined = try graph(Concatenation(axis: axis), second, first)
      return try graph.convolve(graph(Unary(.tanh), joined), to: 3, kernel: [3, 3], &random)
    }
    #expect(found.agrees, "\(found)")
  }

  // MARK: Slices of slices

  @Test(arguments: [
    [([3, 1], [20, 9], [1, 2]), ([2, 8], [9, 5], [2, -2])],
    [([25, 0], [26, 24], [-1, 1]), ([1, 20], [6, 11], [4, -2]), ([5, 10], [3, 4], [-2, -3])],
    [([4, 4], [1, 20], [7, 1]), ([0, 3], [1, 1], [-5, 40])],
    [([2, 2], [20, 0], [1, 1]), ([19, 0], [2, 0], [-9, 3])],
  ]) func slicesOfSlicesAreOne(_ chain: [([Int], [Int], [Int])]) throws {
    func build(_ graph: inout Graph, _ x: ValueID, _ random: inout RandomTensors) throws -> ValueID {
      var y = try graph(Unary(.tanh), x)
      for (starts, extents, steps) in chain {
        y = try graph(Slice([0, 0] + starts, [1, 3] + extents, by: [1, 1] + steps), y)
      }
      return try graph(Unary(.exp), y)
    }
    let found = try PlanConformance(input: [1, 3, 28, 26], build)
    #expect(found.agrees, "\(found)")
    var (graph, random) = (Graph(), RandomTensors(seed: 2))
    graph.outputs = [try build(&graph, graph.addInput(shape: [1, 3, 28, 26]), &random)]
    let labels = try Profiles.profile(of: graph, passes: 1).steps.map(\.label)
    #expect(labels.count { $0.hasPrefix("Slice") } == 1 && labels.count { $0.contains("gradient of Slice") } == 1)
  }

  /// A slice that is an output, a tap, or what a gradient is taken of is made, and what is sliced of it as well.
  @Test(arguments: [true, false]) func slicesThatAreAskedFor(isOutput: Bool) throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 3))
    let x = graph.addInput(shape: [1, 2, 28, 26])
    let y = try network(.croppedTwice, &graph, x, &random)
    let named = try #require(graph.nodes.first { $0.name == "rows" }).outputs[0]
    graph.outputs = isOutput ? [y, named] : [y]
    let input = random.uniform([1, 2, 28, 26])
    let cotangents = graph.outputs.map { random.uniform(graph.shape(of: $0)) }
    let derivative = try graph.differentiated(withRespectTo: [x, named])
    let expected = try ReferenceInterpreter.evaluate(
      derivative.graph, inputs: ([input] + cotangents).map(DoubleTensor.init),
      values: graph.outputs + [named] + derivative.gradients)
    let plan = try Plan(compiling: graph, taps: [named], gradientTargets: [x, named])
    let found = try plan.forward([input]) + plan.pullback(cotangents)
    for (one, other) in zip(found, expected) { #expect(Conformance.error(one, other.tensor) < 1e-5) }
  }

  /// The encoder's value, what is joined, and what is enlarged as outputs: their cotangents are part of the sums.
  @Test(arguments: Skip.allCases, [8, 16]) func outputsInTheMiddle(_ skip: Skip, raised: Int) throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 8))
    let x = graph.addInput(shape: [1, 2, 28, 26])
    let y = try network(skip, raised: raised, &graph, x, &random)
    let made = graph.nodes.filter { $0.operation is Concatenation || $0.operation is ConvolutionTranspose }
    let top = try #require(graph.nodes.first { $0.operation is MaxPool }).inputs[0]
    for middle in [[top], made.map { $0.outputs[0] }] {
      graph.outputs = [y] + middle
      let input = random.uniform([1, 2, 28, 26])
      let cotangents = graph.outputs.map { random.uniform(graph.shape(of: $0)) }
      let derivative = try graph.differentiated(withRespectTo: [x])
      let expected = try ReferenceInterpreter.evaluate(
        derivative.graph, inputs: ([input] + cotangents).map(DoubleTensor.init),
        values: graph.outputs + derivative.gradients)
      let plan = try Plan(compiling: graph)
      let found = try plan.forward([input]) + plan.pullback(cotangents)
      #expect(found.count == expected.count)
      for (one, other) in zip(found, expected) { #expect(Conformance.error(one, other.tensor) < 1e-5) }
    }
  }

  // MARK: What must stay

  /// Without convolutions, which oneDNN may sum in another order.
  @Test func aSampleDoesNotDependOnItsBatchNorOnTheThreads() throws {
    func run(_ input: Tensor, _ cotangent: Tensor, threads: Int32) throws -> [Tensor] {
      var graph = Graph()
      let top = try graph(Unary(.relu), graph.addInput(shape: input.shape))
      let pooled = try graph(MaxPool(Self.byTwo), top)
      let crop = try graph(Slice([0, 0, 3, 2], [input.shape[0], 40, 12, 8]), top)
      let resize = Resize(extents: [12, 8], scales: [1.5, 1], interpolation: .linear, transformation: .halfPixel)
      graph.outputs = [try graph(Concatenation(axis: 1), crop, graph(resize, pooled))]
      let plan = try Plan(compiling: graph)
      return try ThreadPool.with(threads) { try plan.forward([input]) + plan.pullback([cotangent]) }
    }
    var random = RandomTensors(seed: 6)
    let (input, cotangent) = (random.uniform([3, 40, 16, 16]), random.uniform([3, 80, 12, 8]))
    let together = try run(input, cotangent, threads: 1)
    #expect(try run(input, cotangent, threads: 3) == together)
    for sample in 0..<3 {
      let alone = try run(input.selectingSamples([sample]), cotangent.selectingSamples([sample]), threads: 1)
      #expect(alone == together.map { $0.selectingSamples([sample]) })
    }
  }

  @Test(arguments: Skip.allCases, [8, 16]) func recomputationGivesTheSameBits(_ skip: Skip, raised: Int) throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 7))
    let x = graph.addInput(shape: [1, 2, 28, 26])
    graph.outputs = [try network(skip, raised: raised, &graph, x, &random)]
    let plain = try Plan(compiling: graph, algorithms: .always(.direct))
    let (input, cotangent) = (random.uniform([1, 2, 28, 26]), random.uniform(plain.outputShapes[0]))
    let expected = try plain.forward([input]) + plain.pullback([cotangent])
    for length in 1...3 {
      let choice = Recomputation(cuts: Array(stride(from: length, to: 60, by: length)), keepsCrossing: false)
      let again = try Plan(compiling: graph, algorithms: .always(.direct), recomputation: .always(choice))
      #expect(try again.forward([input]) + again.pullback([cotangent]) == expected)
    }
  }
}
