import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct PadKernelTests {
  static let amounts: [(shape: [Int], before: [Int], after: [Int])] = [
    ([5], [2], [3]), ([2, 6, 7, 3], [0, 1, 2, 0], [0, 2, 1, 0]), ([3, 4], [0, 0], [0, 0]),
    ([2, 3, 9], [0, 0, 2], [0, 0, 1]),
    ([2, 3, 4, 5, 2], [1, 1, 1, 1, 1], [1, 0, 2, 1, 0]), ([4, 5, 3, 5], [1, 0, 0, 2], [2, 0, 0, 1]),
    ([1, 40, 30, 17], [0, 3, 3, 0], [0, 3, 3, 0]),
  ]

  @Test(arguments: amounts, [PaddingMode.constant(0), .constant(-1.5), .reflect, .edge])
  func padAndItsAdjointAgree(_ amount: ([Int], [Int], [Int]), _ mode: PaddingMode) throws {
    let (shape, before, after) = amount
    // Mirroring needs more elements than it adds.
    guard mode != .reflect || shape.indices.allSatisfy({ max(before[$0], after[$0]) < shape[$0] }) else { return }
    try check(Pad(before: before, after: after, mode: mode), shape)
  }

  @Test func negativeAmountsCrop() throws {
    try check(Pad(before: [-1, 2, 0], after: [1, -3, -2], mode: .constant(0)), [4, 7, 5])
  }

  private func check(_ pad: Pad, _ shape: [Int]) throws {
    let kernel = PadKernel(pad, input: shape)
    try expectAgreement(of: kernel, with: pad, on: [.random(shape)])
    let output = try pad.outputShapes(for: [shape])[0]
    let adjoint = PadGradient(pad, shape: shape)
    let gradient = PadGradientKernel(adjoint)
    try expectAgreement(of: gradient, with: adjoint, on: [.random(output, seed: 2)])
    if case .constant(let value) = pad.mode, value != 0 { return }
    try expectAdjoint(kernel, gradient, input: shape, output: output)
  }
}

@Suite struct GatherKernelTests {
  @Test(arguments: [
    ([5], 0, [4, 0, 0, 2], [4]), ([3, 5, 4], 1, [1, 1, 1, 3, 0, 2], [2, 3]), ([3, 5, 17], 0, [2], []),
    ([2, 6], 1, [Int](), [0]), ([30, 7, 50], 1, [6, 5, 4, 3, 2, 1, 0], [7]),
  ]) func gatherAndItsAdjointAgree(_ shape: [Int], _ axis: Int, _ indices: [Int], _ indicesShape: [Int]) throws {
    let gather = Gather(axis: axis, indices: indices, indicesShape: indicesShape)
    let kernel = GatherKernel(gather, input: shape)
    try expectAgreement(of: kernel, with: gather, on: [.random(shape)], tolerance: 0)
    let output = try gather.outputShapes(for: [shape])[0]
    let adjoint = GatherGradient(gather, shape: shape)
    let gradient = GatherGradientKernel(adjoint)
    try expectAgreement(of: gradient, with: adjoint, on: [.random(output, seed: 2)])
    try expectAdjoint(kernel, gradient, input: shape, output: output)
  }
}
