import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// One convolution to be checked; the description names the test case.
struct ConvolutionCase: CustomTestStringConvertible {
  var input: [Int]
  var channels: Int
  var kernel: [Int]
  var strides: [Int]?
  var pads: [Int]?
  var dilations: [Int]?
  var groups = 1

  var testDescription: String {
    "\(input) to \(channels), kernel \(kernel), strides \(strides ?? []), pads \(pads ?? []), "
      + "dilations \(dilations ?? []), groups \(groups)"
  }

  static let all: [ConvolutionCase] = [
    .init(input: [2, 3, 9], channels: 5, kernel: [3]),
    .init(input: [2, 16, 21], channels: 20, kernel: [5], strides: [2], pads: [2]),
    .init(input: [1, 4, 30], channels: 8, kernel: [3], pads: [4], dilations: [4]),
    .init(input: [1, 3, 8, 8], channels: 16, kernel: [3, 3]),
    .init(input: [2, 3, 11, 13], channels: 12, kernel: [3, 5]),
    .init(input: [2, 3, 11, 13], channels: 12, kernel: [3, 3], strides: [2, 2], pads: [1, 1]),
    .init(input: [1, 3, 12, 12], channels: 33, kernel: [3, 3], pads: [0, 0]),
    .init(input: [1, 1, 12, 12], channels: 8, kernel: [7, 7], strides: [2, 2], pads: [3, 3]),
    .init(input: [1, 1, 12, 17], channels: 19, kernel: [7, 7]),
    .init(input: [2, 4, 10, 10], channels: 8, kernel: [3, 3], pads: [2, 2], dilations: [2, 2]),
    .init(input: [2, 24, 10, 10], channels: 24, kernel: [3, 3], groups: 24),
    .init(input: [2, 24, 10, 11], channels: 24, kernel: [3, 3], strides: [2, 2], pads: [1, 1], groups: 24),
    .init(input: [2, 12, 9, 9], channels: 18, kernel: [3, 3], groups: 3),
    .init(input: [1, 32, 9, 9], channels: 2, kernel: [1, 1]),
    .init(input: [1, 6, 9, 9], channels: 4, kernel: [1, 1], pads: [1, 1]),
    .init(input: [1, 6, 9, 8], channels: 4, kernel: [2, 2], strides: [2, 2], pads: [0, 0]),
    .init(input: [2, 24, 7, 5], channels: 8, kernel: [2, 2], strides: [2, 2], pads: [0, 0]),
    .init(input: [1, 32, 9, 17], channels: 24, kernel: [3, 2], strides: [3, 2], pads: [0, 0]),
    .init(input: [2, 16, 3, 4, 5], channels: 16, kernel: [2, 2, 2], strides: [2, 2, 2], pads: [0, 0, 0]),
    .init(input: [2, 16, 11], channels: 4, kernel: [4], strides: [4], pads: [0]),
    .init(input: [2, 3, 19, 22], channels: 24, kernel: [7, 7], strides: [2, 2], pads: [3, 3]),
    .init(input: [1, 4, 17, 9], channels: 16, kernel: [3, 3], strides: [3, 2], pads: [2, 2], dilations: [2, 2]),
    .init(input: [2, 1, 33], channels: 16, kernel: [5], strides: [2], pads: [2]),
    .init(input: [1, 2, 9, 10, 11], channels: 16, kernel: [3, 3, 3], strides: [2, 2, 2], pads: [1, 1, 1]),
    .init(input: [2, 2, 5, 8, 8], channels: 16, kernel: [3, 3, 3]),
    .init(input: [2, 2, 6, 9, 8], channels: 12, kernel: [3, 3, 3], strides: [1, 2, 2], pads: [1, 1, 1]),
    .init(input: [2, 1, 9, 70], channels: 21, kernel: [3, 3], strides: [2, 2], pads: [1, 1]),
    .init(input: [1, 3, 11, 45], channels: 40, kernel: [5, 4], strides: [2, 3], pads: [2, 3], dilations: [1, 2]),
    .init(input: [2, 2, 50], channels: 10, kernel: [2], strides: [3], pads: [1]),
    .init(input: [1, 4, 6, 7, 30], channels: 18, kernel: [3, 3, 3], strides: [2, 1, 2], pads: [1, 2, 2]),
    .init(input: [1, 3, 32, 48], channels: 24, kernel: [16, 16], strides: [16, 16], pads: [0, 0]),
    .init(input: [1, 2, 6, 9, 20], channels: 17, kernel: [1, 3, 3]),
    .init(input: [1, 4, 6, 5, 5], channels: 9, kernel: [3, 1, 1], pads: [2, 0, 0], dilations: [2, 1, 1]),
    .init(input: [1, 17, 4, 5, 5], channels: 31, kernel: [3, 3, 3]),
  ]
}

@Suite struct ConvolutionPlanTests {
  @Test(arguments: ConvolutionCase.all)
  func convolutionsAgreeWithTheReference(_ example: ConvolutionCase) throws {
    let found = try PlanConformance(input: example.input) { graph, x, random in
      try graph.convolve(
        x, to: example.channels, kernel: example.kernel, strides: example.strides, pads: example.pads,
        dilations: example.dilations, groups: example.groups, &random)
    }
    #expect(found.agrees, "\(found)")
  }

  @Test(arguments: ConvolutionCase.all)
  func transposedConvolutionsAgreeWithTheReference(_ example: ConvolutionCase) throws {
    let spatial = example.kernel.count
    let ones = [Int](repeating: 1, count: spatial)
    let (strides, dilations) = (example.strides ?? ones, example.dilations ?? ones)
    let pads = example.pads ?? zip(example.kernel, dilations).map { ($0 - 1) * $1 / 2 }
    let channels = example.input[1] / example.groups * example.groups
    let found = try PlanConformance(input: example.input) { graph, x, random in
      let convolution = Convolution(
        strides: strides, padBefore: pads, padAfter: pads, dilations: dilations, groups: example.groups)
      // With the largest output padding the stride allows.
      let extents = (0..<spatial).map { axis -> Int in
        let reach = dilations[axis] * (example.kernel[axis] - 1) + 1
        return example.input[2 + axis] * strides[axis] + reach - 1 - 2 * pads[axis]
      }
      let perGroup = max(1, example.channels / example.groups)
      let w = graph.addConstant(random.uniform([channels, perGroup] + example.kernel, in: -0.3...0.3))
      let b = graph.addConstant(random.uniform([perGroup * example.groups]))
      return try graph(ConvolutionTranspose(convolution, inputExtents: extents), x, w, b)
    }
    #expect(found.agrees, "\(found)")
  }

  /// Weights that are inputs: as constants, and with gradients of their own.
  @Test(arguments: ConvolutionCase.all)
  func convolutionsWithVariableWeightsAgreeWithTheReference(_ example: ConvolutionCase) throws {
    let found = try TrainingConformance(input: example.input) { graph, x, random in
      try graph.convolve(
        x, to: example.channels, kernel: example.kernel, strides: example.strides, pads: example.pads,
        dilations: example.dilations, groups: example.groups, &random)
    }
    #expect(found.agrees, "\(found)")
  }
}
