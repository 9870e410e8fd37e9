import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Plans in bf16 against the same plans in f32.
@Suite(.needsBFloat16) struct BFloat16PlanTests {
  /// One convolution: factors are off by at most 2⁻⁸ each, so results by at most 2⁻⁷ (and a little) of Σ |w|·|x|, which is
  /// the same convolution of magnitudes.
  @Test(arguments: ConvolutionCase.all)
  func convolutionsAreOffByNoMoreThanTheirFactors(_ example: ConvolutionCase) throws {
    let found = try BFloat16Comparison(input: example.input) { graph, x, random in
      try graph.convolve(
        x, to: example.channels, kernel: example.kernel, strides: example.strides, pads: example.pads,
        dilations: example.dilations, groups: example.groups, bias: false, &random)
    }
    try expectWithinRounding(found)
  }

  @Test(arguments: ConvolutionCase.all)
  func transposedConvolutionsAreOffByNoMoreThanTheirFactors(_ example: ConvolutionCase) throws {
    let ones = [Int](repeating: 1, count: example.kernel.count)
    let (strides, dilations) = (example.strides ?? ones, example.dilations ?? ones)
    let pads = example.pads ?? zip(example.kernel, dilations).map { ($0 - 1) * $1 / 2 }
    let found = try BFloat16Comparison(input: example.input) { graph, x, random in
      let convolution = Convolution(
        strides: strides, padBefore: pads, padAfter: pads, dilations: dilations, groups: example.groups)
      let extents = example.kernel.indices.map { axis -> Int in
        let reach = dilations[axis] * (example.kernel[axis] - 1) + 1
        return example.input[2 + axis] * strides[axis] + reach - 1 - 2 * pads[axis]
      }
      let perGroup = max(1, example.input[1] / example.groups)
      let w = graph.addConstant(random.uniform([example.input[1], perGroup] + example.kernel, in: -0.3...0.3))
      return try graph(ConvolutionTranspose(convolution, inputExtents: extents), x, w)
    }
    try expectWithinRounding(found)
  }

  @Test(arguments: [false, true]) func productsAreOffByNoMoreThanTheirFactors(isTransposed: Bool) throws {
    let found = try BFloat16Comparison(input: [3, 5, 200]) { graph, x, random in
      let w = graph.addConstant(random.uniform(isTransposed ? [130, 200] : [200, 130]))
      return try graph(MatrixProduct(transposesRight: isTransposed), x, w)
    }
    try expectWithinRounding(found)
    #expect(found.short.output != found.plain.output, "bf16 was not used")
  }

  /// Magnitudes of input, cotangent and constants through the same graph bound what rounding can do.
  private func expectWithinRounding(_ found: BFloat16Comparison) throws {
    var magnitudes = Graph()
    var values: [ValueID: ValueID] = [:]
    let graph = found.graph
    for input in graph.inputs { values[input] = magnitudes.addInput(shape: graph.shape(of: input)) }
    for (value, constant) in graph.constants { values[value] = magnitudes.addConstant(constant.map { abs($0) }) }
    for node in graph.nodes {
      let made = try magnitudes.append(node.operation, node.inputs.compactMap { values[$0] })
      for (old, new) in zip(node.outputs, made) { values[old] = new }
    }
    magnitudes.outputs = graph.outputs.compactMap { values[$0] }
    let bound = try BFloat16Comparison.run(
      magnitudes, .f32, found.input.map { abs($0) }, found.cotangent.map { abs($0) })
    for (short, plain, limit) in [
      (found.short.output, found.plain.output, bound.output),
      (found.short.gradient, found.plain.gradient, bound.gradient),
    ] {
      let excess = zip(zip(short.scalars, plain.scalars), limit.scalars).reduce(Float(0)) { worst, next in
        max(worst, abs(next.0.0 - next.0.1) - next.1 * 0x1.02p-7)
      }
      #expect(excess <= 0)
    }
  }

  // MARK: Whole networks

  // Each rounding is a relative error of about 2⁻⁸/√3 of random sign: after the dozen of these small networks, under
  // 1 %; a mistake (a lost bias, a wrong half) is off by tens of per cent. Gradients jump where a relu or a maximum
  // decides otherwise: at about 1 % of all places, each with a change as large as the gradient there, a distance of
  // √0.01 and a cosine of 0.995.
  private func expectAgreement(_ found: BFloat16Comparison, sourceLocation: SourceLocation = #_sourceLocation) {
    let (short, plain) = (found.short, found.plain)
    #expect(BFloat16Comparison.distance(short.output, plain.output) < 0.01, sourceLocation: sourceLocation)
    #expect(BFloat16Comparison.cosine(short.gradient, plain.gradient) > 0.99, sourceLocation: sourceLocation)
    #expect(short.output != plain.output, "bf16 was not used", sourceLocation: sourceLocation)
  }

  @Test(arguments: [[2, 2, 64], [2, 3, 24, 20], [2, 2, 6, 16, 12]], [[16, 32], [17, 31]])
  func chainsOfConvolutionReluAndPooling(input: [Int], channels: [Int]) throws {
    let ones = [Int](repeating: 1, count: input.count - 2)
    let found = try BFloat16Comparison(input: input) { graph, x, random in
      var y = try graph.convolve(x, to: channels[0], kernel: ones.map { _ in 3 }, &random)
      y = try graph(MaxPool(PoolingWindow(of: ones.map { _ in 2 })), graph(Unary(.relu), y))
      y = try graph.convolve(y, to: channels[1], kernel: ones.map { _ in 3 }, strides: ones.map { _ in 2 }, &random)
      y = try graph.convolve(graph(Unary(.leakyRelu(slope: 0.1)), y), to: 8, kernel: ones.map { _ in 3 }, &random)
      return try graph(Reduction(.mean, axes: Array(2..<input.count), keepsAxes: false), graph(Unary(.relu), y))
    }
    expectAgreement(found)
  }

  @Test(arguments: [[8, 12], [7, 12], [8, 11]]) func skipConnectionsCropAndConcatenate(channels: [Int]) throws {
    let found = try BFloat16Comparison(input: [2, 3, 20, 20]) { graph, x, random in
      let skip = try graph(Unary(.relu), graph.convolve(x, to: channels[0], kernel: [3, 3], pads: [0, 0], &random))
      let pooled = try graph(MaxPool(PoolingWindow(of: [2, 2])), skip)
      let deep = try graph(
        Unary(.relu), graph.convolve(pooled, to: channels[1], kernel: [3, 3], pads: [0, 0], &random))
      let up = Convolution(strides: [2, 2], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1])
      let w = graph.addConstant(random.uniform([channels[1], channels[0], 2, 2]))
      let raised = try graph(ConvolutionTranspose(up, inputExtents: [14, 14]), deep, w)
      let crop = try graph(
        Slice(starts: [0, 0, 2, 2], steps: [1, 1, 1, 1], extents: [2, channels[0], 14, 14]), skip)
      let joined = try graph(Concatenation(axis: 1), raised, crop)
      let merged = try graph(Unary(.relu), graph.convolve(joined, to: 16, kernel: [3, 3], &random))
      return try graph.convolve(merged, to: 2, kernel: [1, 1], &random)
    }
    expectAgreement(found)
  }

  @Test func residualsGroupsAndOverlappingWindows() throws {
    let found = try BFloat16Comparison(input: [3, 2, 14, 14]) { graph, x, random in
      let a = try graph(Unary(.clip(lower: 0, upper: 2)), graph.convolve(x, to: 32, kernel: [3, 3], &random))
      let b = try graph(Binary(.add), a, graph.convolve(a, to: 32, kernel: [3, 3], groups: 2, &random))
      let window = PoolingWindow(of: [3, 3], strides: [2, 2], before: [1, 1])
      let pooled = try graph(MaxPool(window), graph(Unary(.relu), b))
      let c = try graph(Unary(.relu), graph.convolve(pooled, to: 32, kernel: [3, 3], groups: 32, &random))
      let d = try graph(Binary(.add), pooled, graph.convolve(c, to: 32, kernel: [1, 1], &random))
      return try graph(Reduction(.mean, axes: [2, 3], keepsAxes: false), d)
    }
    expectAgreement(found)
  }

  @Test func framesFoldedIntoTheBatchAndALinearLayer() throws {
    let found = try BFloat16Comparison(input: [2, 4, 1, 16, 16]) { graph, x, random in
      let frames = try graph.reshape(x, to: [8, 1, 16, 16])
      let y = try graph(Unary(.relu), graph.convolve(frames, to: 16, kernel: [3, 3], &random))
      let flat = try graph.reshape(graph(MaxPool(PoolingWindow(of: [2, 2])), y), to: [2, 4, 16 * 64])
      let w = graph.addConstant(random.uniform([16 * 64, 32], in: -0.1...0.1))
      return try graph(
        Reduction(.mean, axes: [1], keepsAxes: false), graph(Unary(.tanh), graph(MatrixProduct(), flat, w)))
    }
    expectAgreement(found)
  }

  @Test func aSampleDoesNotDependOnItsBatch() throws {
    func network(batch: Int) throws -> Graph {
      var (graph, random) = (Graph(), RandomTensors(seed: 4))
      let x = graph.addInput(shape: [batch, 2, 16, 16])
      let y = try graph(Unary(.relu), graph.convolve(x, to: 16, kernel: [3, 3], &random))
      let z = try graph(
        Unary(.relu), graph.convolve(graph(MaxPool(PoolingWindow(of: [2, 2])), y), to: 32, kernel: [3, 3], &random))
      graph.outputs = [try graph(Reduction(.mean, axes: [2, 3], keepsAxes: false), z)]
      return graph
    }
    var random = RandomTensors(seed: 8)
    let (input, cotangent) = (random.uniform([5, 2, 16, 16]), random.uniform([5, 32]))
    let together = try BFloat16Comparison.run(network(batch: 5), .bf16, input, cotangent)
    for sample in 0..<5 {
      let alone = try BFloat16Comparison.run(
        network(batch: 1), .bf16, input.selectingSamples([sample]), cotangent.selectingSamples([sample]))
      #expect(BFloat16Comparison.distance(together.output.selectingSamples([sample]), alone.output) < 0.003)
      #expect(BFloat16Comparison.distance(together.gradient.selectingSamples([sample]), alone.gradient) < 0.003)
    }
  }

  @Test func tapsAreFloatAndASecondPassGivesTheSameBytes() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 3))
    let x = graph.addInput(shape: [2, 3, 12, 12])
    let tap = try graph(Unary(.relu), graph.convolve(x, to: 16, kernel: [3, 3], &random))
    let y = try graph(Unary(.relu), graph.convolve(tap, to: 16, kernel: [3, 3], &random))
    graph.outputs = [try graph(Reduction(.sum, axes: [2, 3], keepsAxes: false), y)]
    let input = random.uniform([2, 3, 12, 12]), cotangent = random.uniform([2, 16])
    let plan = try Plan(compiling: graph, taps: [tap], gradientTargets: [tap], precision: .bf16)
    let plain = try Plan(compiling: graph, taps: [tap], gradientTargets: [tap])
    let (first, expected) = (try plan.forward([input]), try plain.forward([input]))
    let (slope, wanted) = (try plan.pullback([cotangent])[0], try plain.pullback([cotangent])[0])
    #expect(BFloat16Comparison.distance(first[1], expected[1]) < 0.01)
    #expect(BFloat16Comparison.cosine(slope, wanted) > 0.999)
    _ = try plan.forward([random.uniform([2, 3, 12, 12])])
    #expect(try plan.forward([input]) == first)
    #expect(try plan.pullback([cotangent])[0] == slope)
    #expect(plan.precision == .bf16)
  }
}
