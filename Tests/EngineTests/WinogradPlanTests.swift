import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Layers that fit Winograd's form, and what surrounds it: borders, leftover tiles, panels of 16 and 32 channels.
@Suite struct WinogradPlanTests {
  static let cases: [ConvolutionCase] = [
    .init(input: [1, 16, 4, 4], channels: 16, kernel: [3, 3]),
    .init(input: [2, 16, 9, 7], channels: 32, kernel: [3, 3]),
    .init(input: [1, 32, 13, 22], channels: 48, kernel: [3, 3], pads: [0, 0]),
    .init(input: [1, 48, 5, 6], channels: 16, kernel: [3, 3], pads: [2, 2]),
    .init(input: [3, 16, 1, 30], channels: 80, kernel: [3, 3]),
    .init(input: [2, 12, 9, 7], channels: 24, kernel: [3, 3]),
    .init(input: [1, 20, 5, 6], channels: 44, kernel: [3, 3]),
    .init(input: [1, 8, 3, 9, 7], channels: 8, kernel: [3, 3, 3]),
    .init(input: [1, 16, 70, 66], channels: 16, kernel: [3, 3]),
    .init(input: [2, 16, 5, 6, 7], channels: 32, kernel: [3, 3, 3]),
    .init(input: [1, 32, 9, 4, 4], channels: 16, kernel: [5, 3, 3], pads: [2, 1, 1]),
    .init(input: [1, 16, 3, 8, 8], channels: 16, kernel: [3, 3, 3], pads: [0, 0, 0]),
    .init(input: [1, 16, 6, 8, 9], channels: 16, kernel: [1, 3, 3], pads: [0, 1, 1]),
    .init(input: [1, 16, 40, 4, 4], channels: 16, kernel: [3, 3, 3], pads: [2, 1, 1]),
    // So many weights that the workers share strips: one, of fewer tiles than workers; and several.
    .init(input: [1, 224, 3, 4], channels: 256, kernel: [3, 3]),
    .init(input: [1, 1760, 30, 34], channels: 32, kernel: [3, 3]),
  ]

  @Test(arguments: cases) func layersAgreeWithTheReference(_ example: ConvolutionCase) throws {
    let found = try PlanConformance(input: example.input, algorithms: .always(.winograd)) { graph, x, random in
      try graph.convolve(x, to: example.channels, kernel: example.kernel, pads: example.pads, &random)
    }
    #expect(found.agrees, "\(found)")
  }

  @Test(arguments: [UnaryFunction.relu, .leakyRelu(slope: 0.1), .clip(lower: -0.2, upper: 0.4)])
  func activationsAreFused(_ function: UnaryFunction) throws {
    let found = try PlanConformance(input: [2, 16, 10, 11], algorithms: .always(.winograd)) { graph, x, random in
      try graph(Unary(function), graph.convolve(x, to: 32, kernel: [3, 3], &random))
    }
    #expect(found.agrees, "\(found)")
  }

  /// The gradient of the activation before a layer is applied where the layer's input gradient is stored.
  @Test(arguments: [UnaryFunction.relu, .clip(lower: -0.2, upper: 0.4), .tanh], [12, 16, 256])
  func gradientsOfActivationsAreFused(_ function: UnaryFunction, channels: Int) throws {
    let found = try PlanConformance(input: [2, channels, 10, 7], algorithms: .always(.winograd)) { graph, x, random in
      let hidden = try graph(Unary(function), graph.convolve(x, to: channels, kernel: [3, 3], &random))
      return try graph.convolve(hidden, to: channels, kernel: [3, 3], &random)
    }
    #expect(found.agrees, "\(found)")
  }

  /// Where something else needs the input gradient as it is, it is there.
  @Test func aGradientThatIsAskedForIsNotGated() throws {
    try expectGradientsAskedForAreNotGated(by: .winograd, kernel: [3, 3], hidden: 16, results: 16)
  }

  @Test(arguments: [[16, 9, 10], [16, 12, 8, 8], [1760, 6, 5]])
  func aSampleDoesNotDependOnItsCompany(_ shape: [Int]) throws {
    try expectNoCompanyMatters(toSamplesOf: shape, algorithms: .always(.winograd)) { graph, x, random in
      try graph.convolve(x, to: 32, kernel: shape.dropFirst().map { _ in 3 }, &random)
    }
  }

  @Test func theErrorIsAFewRoundings() throws {
    let found = try PlanConformance(input: [1, 64, 16, 16], algorithms: .always(.winograd)) { graph, x, random in
      try graph.convolve(x, to: 64, kernel: [3, 3], bias: false, &random)
    }
    #expect(found.outputs < 3e-6 && found.gradients < 3e-6, "\(found)")
  }

  /// The same layers in exact arithmetic run directly.
  @Test func exactPlansDoWithoutIt() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 1))
    let x = graph.addInput(shape: [1, 32, 16, 16])
    graph.outputs = [try graph.convolve(x, to: 32, kernel: [3, 3], &random)]
    let input = random.uniform([1, 32, 16, 16])
    let exact = try Plan(compiling: graph, precision: .exact).forward([input])[0]
    let direct = try Plan(compiling: graph, algorithms: .always(.direct)).forward([input])[0]
    let winograd = try Plan(compiling: graph, algorithms: .always(.winograd)).forward([input])[0]
    #expect(exact == direct)
    #expect(exact != winograd)
  }
}
