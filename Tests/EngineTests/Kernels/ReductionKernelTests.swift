import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct ReductionKernelTests {
  static let cases: [(shape: [Int], axes: [Int])] = [
    ([1], [0]), ([], []), ([7], [0]), ([100_003], [0]), ([5, 33], [1]), ([5, 33], [0]), ([33, 5], [0, 1]),
    ([4, 5, 6], [1]), ([4, 5, 6], [0, 2]), ([4, 5, 6], []), ([2, 3, 4, 5], [1, 3]), ([2, 3, 4, 5], [0, 2]),
    ([2, 300, 3], [1]), ([3, 1, 700], [1]), ([3, 50, 700], [1]), ([40_000, 3], [0]), ([2, 70_000, 2], [1]),
    ([1, 8, 30_000], [0, 2]), ([0, 4], [0]), ([4, 0], [0]), ([1000, 3], [1]), ([2, 1, 3, 1, 4], [1, 3]),
    ([600, 600], [0]),
  ]

  @Test(arguments: cases) func sumsAndMeansAgree(_ shape: [Int], _ axes: [Int]) throws {
    for function in [ReductionFunction.sum, .mean] where function == .sum || !shape.contains(0) {
      try check(function, shape, axes, tolerance: 3e-7)
    }
  }

  @Test(arguments: cases) func extremesAgreeExactly(_ shape: [Int], _ axes: [Int]) throws {
    for function in [ReductionFunction.maximum, .minimum] where !shape.contains(0) {
      try check(function, shape, axes, tolerance: 0)
    }
  }

  private func check(_ function: ReductionFunction, _ shape: [Int], _ axes: [Int], tolerance: Double) throws {
    let operation = Reduction(function, axes: axes, keepsAxes: false)
    try expectAgreement(
      of: ReductionKernel(operation, input: shape), with: operation, on: [.random(shape, in: -1...1.5)],
      tolerance: tolerance)
  }
}
