import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct ResizeKernelTests {
  static let interpolations: [Interpolation] = [
    .linear, .nearest(.roundPreferFloor), .nearest(.roundPreferCeil), .nearest(.floor), .nearest(.ceil),
  ]
  static let transformations: [CoordinateTransformation] = [.halfPixel, .pytorchHalfPixel, .asymmetric, .alignCorners]
  static let sizes: [(input: [Int], extents: [Int])] = [
    ([2, 3, 5], [10]), ([1, 1, 7], [3]), ([1, 17, 4, 5], [8, 10]), ([2, 33, 6, 5], [9, 4]), ([1, 2, 3, 4], [1, 9]),
    ([1, 5, 2, 3, 4], [4, 6, 8]), ([1, 3, 8, 8], [8, 8]), ([1, 2, 1, 1], [5, 3]), ([0, 2, 4, 4], [8, 8]),
    ([1, 4, 3, 2, 5], [3, 5, 5]), ([2, 5, 7, 9], [13, 17]), ([1, 9, 5, 3], [11, 7]), ([2, 16, 5, 7], [9, 13]),
    ([1, 7, 9, 11], [5, 3]), ([2, 40, 3, 5], [7, 9]), ([1, 3, 7, 5], [9, 11]), ([1, 8, 1, 9], [1, 17]),
  ]

  @Test(arguments: interpolations, transformations)
  func resizeAndItsAdjointAgree(_ interpolation: Interpolation, _ transformation: CoordinateTransformation) throws {
    for (input, extents) in Self.sizes {
      let scales = zip(extents, input.dropFirst(2)).map { Float($0) / Float($1) }
      let resize = Resize(
        extents: extents, scales: scales, interpolation: interpolation, transformation: transformation)
      try check(resize, input)
    }
  }

  @Test(arguments: interpolations) func scalesNeedNotBeTheExactRatio(_ interpolation: Interpolation) throws {
    let resize = Resize(
      extents: [7, 11], scales: [1.5, 0.6], interpolation: interpolation, transformation: .asymmetric)
    try check(resize, [1, 3, 5, 19])
  }

  @Test func linesTooLongToBePutAsideAgree() throws {
    let resize = Resize(
      extents: [3, 3000], scales: [1.5, 1], interpolation: .linear, transformation: .halfPixel)
    try check(resize, [1, 6, 2, 3000])
  }

  private func check(_ resize: Resize, _ input: [Int]) throws {
    let (x, output) = (Tensor.random(input), Array(input.prefix(2)) + resize.extents)
    let kernel = ResizeKernel(resize, input: x.channelsLast.shape)
    try expectAgreement(of: kernel, with: resize, on: [x], isChannelsLast: true)
    let dy = Tensor.random(output, seed: 2)
    let operation = ResizeGradient(resize, inputExtents: Array(input.dropFirst(2)))
    let gradient = ResizeGradientKernel(operation, cotangent: dy.channelsLast.shape)
    try expectAgreement(of: gradient, with: operation, on: [dy], isChannelsLast: true)
    try expectAdjoint(kernel, gradient, input: x.channelsLast.shape, output: dy.channelsLast.shape)
  }
}
