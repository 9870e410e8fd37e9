import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Layers of one tap as matrix products: any number of channels and pixels, and what surrounds them.
@Suite struct PointwisePlanTests {
  static let cases: [ConvolutionCase] = [
    .init(input: [1, 16, 4, 4], channels: 16, kernel: [1, 1]),
    .init(input: [2, 3, 9, 7], channels: 5, kernel: [1, 1]),
    .init(input: [1, 32, 13, 22], channels: 2, kernel: [1, 1]),
    .init(input: [3, 9, 5, 6], channels: 30, kernel: [1, 1]),
    .init(input: [2, 5, 8, 15], channels: 1, kernel: [1, 1]),
    .init(input: [1, 1, 1, 1], channels: 17, kernel: [1, 1]),
    .init(input: [1, 33, 3, 30], channels: 35, kernel: [1, 1]),
    .init(input: [2, 96, 7, 9], channels: 68, kernel: [1, 1]),
    .init(input: [2, 12, 3, 5, 7], channels: 31, kernel: [1, 1, 1]),
    .init(input: [2, 24, 57], channels: 40, kernel: [1]),
    // These do not fit, and run directly.
    .init(input: [1, 16, 4, 4], channels: 16, kernel: [1, 1], pads: [1, 1]),
    .init(input: [1, 16, 4, 4], channels: 16, kernel: [3, 3]),
  ]

  @Test(arguments: cases) func layersAgreeWithTheReference(_ example: ConvolutionCase) throws {
    let found = try PlanConformance(input: example.input, algorithms: .always(.pointwise)) { graph, x, random in
      try graph.convolve(x, to: example.channels, kernel: example.kernel, pads: example.pads, &random)
    }
    #expect(found.agrees, "\(found)")
  }

  @Test(arguments: [UnaryFunction.relu, .leakyRelu(slope: 0.1), .clip(lower: -0.2, upper: 0.4), .tanh], [5, 32, 44])
  func activationsAreFused(_ function: UnaryFunction, channels: Int) throws {
    let found = try PlanConformance(input: [2, 16, 10, 11], algorithms: .always(.pointwise)) { graph, x, random in
      try graph(Unary(function), graph.convolve(x, to: channels, kernel: [1, 1], &random))
    }
    #expect(found.agrees, "\(found)")
  }

  /// The gradient of the activation before a layer is applied where the layer's input gradient is stored.
  @Test(arguments: [UnaryFunction.relu, .clip(lower: -0.2, upper: 0.4), .tanh], [3, 12, 33, 96])
  func gradientsOfActivationsAreFused(_ function: UnaryFunction, channels: Int) throws {
    let found = try PlanConformance(input: [2, 8, 10, 7], algorithms: .always(.pointwise)) { graph, x, random in
      let hidden = try graph(Unary(function), graph.convolve(x, to: channels, kernel: [1, 1], &random))
      return try graph.convolve(hidden, to: 6, kernel: [1, 1], &random)
    }
    #expect(found.agrees, "\(found)")
  }

  /// Where two layers read an activation, their gradients are added before the gate.
  @Test func severalReadersOfAnActivationAgree() throws {
    let found = try PlanConformance(input: [2, 8, 6, 7], algorithms: .always(.pointwise)) { graph, x, random in
      let hidden = try graph(Unary(.relu), graph.convolve(x, to: 12, kernel: [1, 1], &random))
      let (one, other) = try (
        graph.convolve(hidden, to: 6, kernel: [1, 1], &random), graph.convolve(hidden, to: 6, kernel: [1, 1], &random)
      )
      return try graph(Binary(.multiply), one, other)
    }
    #expect(found.agrees, "\(found)")
  }

  /// Where something else needs the input gradient as it is, it is there.
  @Test func aGradientThatIsAskedForIsNotGated() throws {
    try expectGradientsAskedForAreNotGated(by: .pointwise, kernel: [1, 1], hidden: 18, results: 3)
  }

  @Test(arguments: [[16, 9, 10], [5, 31, 8], [64, 57]]) func aSampleDoesNotDependOnItsCompany(_ shape: [Int]) throws {
    try expectNoCompanyMatters(toSamplesOf: shape, algorithms: .always(.pointwise)) { graph, x, random in
      try graph.convolve(x, to: 35, kernel: shape.dropFirst().map { _ in 1 }, &random)
    }
  }
}
