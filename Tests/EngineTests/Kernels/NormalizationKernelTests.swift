import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct NormalizationKernelTests {
  @Test(arguments: [
    ([3, 1], 1), ([4, 7], 1), ([2, 3, 5, 6], 2), ([1, 300], 1), ([5, 40, 64], 2), ([2, 1000, 3], 1), ([0, 5], 1),
  ]) func rowsAgree(_ shape: [Int], _ firstAxis: Int) throws {
    let (x, dy) = (Tensor.random(shape, in: 1...3), Tensor.random(shape, seed: 2))
    let (outer, inner) = (Array(shape[..<firstAxis]).product, Array(shape[firstAxis...]).product)
    let operation = Normalization(firstAxis: firstAxis, epsilon: 1e-3)
    let kernel = NormalizationKernel(outer: outer, inner: inner, epsilon: 1e-3)
    try expectAgreement(of: kernel, with: operation, on: [x])
    let adjoint = NormalizationGradient(firstAxis: firstAxis, epsilon: 1e-3)
    let gradient = NormalizationGradientKernel(outer: outer, inner: inner, epsilon: 1e-3)
    try expectAgreement(of: gradient, with: adjoint, on: [x, dy], tolerance: 2e-6)
    try expectOverwriting(kernel, [x])
    try expectOverwriting(gradient, [x, dy])
  }

  @Test(arguments: [
    [1, 1, 4], [2, 3, 5, 6], [1, 33, 4, 4], [2, 16, 3, 4, 5], [1, 8, 5000], [3, 40, 60, 70],
  ]) func channelsLastInstancesAgree(_ shape: [Int]) throws {
    let (x, dy) = (Tensor.random(shape, in: 1...3), Tensor.random(shape, seed: 2))
    let sizes = (samples: shape[0], places: Array(shape[2...]).product, channels: shape[1])
    let kernel = ChannelNormalizationKernel(
      samples: sizes.samples, places: sizes.places, channels: sizes.channels, groups: sizes.channels, epsilon: 1e-3)
    let gradient = ChannelNormalizationGradientKernel(
      samples: sizes.samples, places: sizes.places, channels: sizes.channels, groups: sizes.channels, epsilon: 1e-3)
    try expectAgreement(of: kernel, with: Normalization(firstAxis: 2, epsilon: 1e-3), on: [x], isChannelsLast: true)
    try expectAgreement(
      of: gradient, with: NormalizationGradient(firstAxis: 2, epsilon: 1e-3), on: [x, dy], isChannelsLast: true,
      tolerance: 2e-6)
  }

  /// `[N, C, S]` in groups of channels: the reference sees `[N, groups, C/groups · S]`.
  @Test(arguments: [(1, 4, 2, 9), (2, 12, 3, 50), (1, 6, 1, 7)])
  func channelsLastGroupsAgree(_ samples: Int, _ channels: Int, _ groups: Int, _ places: Int) throws {
    let shape = [samples, channels, places]
    let grouped = [samples, groups, channels / groups * places]
    let (x, dy) = (Tensor.random(shape, in: 1...3), Tensor.random(shape, seed: 2))
    let kernel = ChannelNormalizationGradientKernel(
      samples: samples, places: places, channels: channels, groups: groups, epsilon: 1e-3)
    let found = try KernelRun.outputs(
      of: kernel, [x.channelsLast, dy.channelsLast], shapes: [[samples, places, channels]])[0].channelsFirst
    let expected = NormalizationGradient(firstAxis: 2, epsilon: 1e-3).evaluate(
      [DoubleTensor(x.reshaped(grouped)), DoubleTensor(dy.reshaped(grouped))], outputShapes: [grouped])[0]
    #expect(DoubleTensor(found.reshaped(grouped)).relativeError(from: expected) < 2e-6)
  }

  @Test func aLargeMeanDoesNotDrownTheVariance() throws {
    let x = Tensor.random([2, 500], in: 4000...4001)
    let kernel = NormalizationKernel(outer: 2, inner: 500, epsilon: 1e-5)
    try expectAgreement(of: kernel, with: Normalization(firstAxis: 1, epsilon: 1e-5), on: [x])
    let channels = ChannelNormalizationKernel(samples: 2, places: 500, channels: 1, groups: 1, epsilon: 1e-5)
    try expectAgreement(of: channels, with: Normalization(firstAxis: 1, epsilon: 1e-5), on: [x])
  }
}
