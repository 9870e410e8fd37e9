import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Operations of layers whose number is known.
@Suite struct ConvolutionWorkTests {
  /// One convolution and its input gradient, and the multiplications that both should have.
  struct Case: CustomTestStringConvertible {
    var input: [Int]
    var channels: Int
    var kernel: [Int]
    var strides: [Int]?
    var pads: [Int]?
    var dilations: [Int]?
    var groups = 1
    var multiplications: Int

    var testDescription: String { "\(input) to \(channels), kernel \(kernel), \(multiplications) multiplications" }
  }

  private static let cases: [Case] = [
    // Every tap of every one of 6 · 6 results meets the input.
    .init(
      input: [2, 8, 8, 8], channels: 16, kernel: [3, 3], pads: [0, 0],
      multiplications: 2 * 16 * 8 * 9 * 36),
    // "Same" padding: along an axis of 8, 3 · 8 − 2 pairs.
    .init(input: [1, 8, 8, 8], channels: 16, kernel: [3, 3], multiplications: 16 * 8 * 22 * 22),
    // With stride 2 and one element of padding, places 0, 2, 4, 6 − 1: the first tap of the first place is padding.
    .init(
      input: [1, 8, 8, 8], channels: 16, kernel: [3, 3], strides: [2, 2], pads: [1, 1],
      multiplications: 16 * 8 * 11 * 11),
    // Dilation 2: outer taps miss two places each.
    .init(input: [1, 8, 9], channels: 8, kernel: [3], pads: [2], dilations: [2], multiplications: 8 * 8 * (27 - 4)),
    .init(
      input: [1, 16, 6, 6], channels: 16, kernel: [3, 3], pads: [0, 0], groups: 16, multiplications: 16 * 9 * 16),
    .init(input: [1, 2, 4, 6, 6], channels: 8, kernel: [3, 3, 3], multiplications: 2 * 8 * 10 * 16 * 16),
    .init(input: [1, 32, 5, 5], channels: 64, kernel: [1, 1], multiplications: 32 * 64 * 25),
  ]

  @Test(arguments: cases) func aLayerAndItsGradientHaveTheKnownNumber(_ layer: Case) throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 1))
    let x = graph.addInput(shape: layer.input)
    graph.outputs = [
      try graph.convolve(
        x, to: layer.channels, kernel: layer.kernel, strides: layer.strides, pads: layer.pads,
        dilations: layer.dilations, groups: layer.groups, &random)
    ]
    let found = try Profiles.profile(of: graph).steps.filter { $0.family.isConvolution }
    #expect(found.map(\.operations) == [2 * layer.multiplications, 2 * layer.multiplications])
    #expect(found.map(\.isBackward) == [false, true])
  }

  @Test(arguments: ConvolutionAlgorithm.allCases) func theAlgorithmChangesNoCount(_ algorithm: ConvolutionAlgorithm)
    throws
  {
    var (graph, random) = (Graph(), RandomTensors(seed: 1))
    let x = graph.addInput(shape: [1, 8, 8, 8])
    graph.outputs = [try graph.convolve(x, to: 16, kernel: [3, 3], &random)]
    let plan = try Plan(compiling: graph, algorithms: .always(algorithm))
    let found = try plan.profile([random.uniform([1, 8, 8, 8])], passes: 1) { $0 }.steps.filter {
      $0.family.isConvolution
    }
    #expect(found.map(\.operations) == [2 * 16 * 8 * 22 * 22, 2 * 16 * 8 * 22 * 22])
    #expect(found.map(\.family) == [.convolution, .convolutionInputGradient])
  }

  @Test func enlargingByBlocksCountsEveryProductOnce() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 1))
    let x = graph.addInput(shape: [1, 16, 5, 5])
    let up = Convolution(strides: [2, 2], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1])
    let w = graph.addConstant(random.uniform([16, 8, 2, 2]))
    graph.outputs = [try graph(ConvolutionTranspose(up, inputExtents: [10, 10]), x, w)]
    let found = try Profiles.profile(of: graph).steps.filter { $0.family.isConvolution }
    #expect(found.map(\.operations) == [2 * 16 * 8 * 4 * 25, 2 * 16 * 8 * 4 * 25])
  }

  @Test func weightGradientsHaveTheNumberOfTheLayer() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [2, 8, 8, 8])
    let w = graph.addInput(shape: [16, 8, 3, 3])
    let operation = Convolution(strides: [1, 1], padBefore: [1, 1], padAfter: [1, 1], dilations: [1, 1])
    graph.outputs = [try graph(operation, x, w)]
    let plan = try Plan(compiling: graph, gradientTargets: [w])
    let inputs = plan.inputShapes.map { Tensor(repeating: 0.5, shape: $0) }
    let found = try plan.profile(inputs, passes: 1) { $0 }.steps.filter { $0.family.isConvolution }
    #expect(found.map(\.family) == [.convolution, .convolutionWeightGradient])
    #expect(found.map(\.operations) == [2 * 2 * 16 * 8 * 22 * 22, 2 * 2 * 16 * 8 * 22 * 22])
  }
}
