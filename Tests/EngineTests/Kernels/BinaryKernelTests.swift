import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct BinaryKernelTests {
  static let shapes: [(left: [Int], right: [Int])] = [
    ([], []), ([1], [1]), ([7], []), ([], [33]), ([50_000], [50_000]), ([0, 3], [3]), ([5, 1], [1, 1]),
    ([2, 3, 17], [17]), ([1000, 3], [3]), ([3], [1000, 3]), ([100, 300], [300]), ([2, 5, 1], [2, 1, 9]),
    ([4, 1, 6], [4, 5, 6]), ([3, 1], [3, 40]), ([3, 40], [3, 1]), ([2, 3, 4, 5], [3, 1, 5]), ([1, 6], [5, 1]),
    ([3, 1, 1], [2, 3, 4, 4]), ([257, 31], [1, 31]),
  ]

  @Test(arguments: BinaryFunction.allCases) func valuesAgreeForAllKindsOfBroadcasting(_ function: BinaryFunction) throws
  {
    for (left, right) in Self.shapes {
      // Few distinct values, so that comparisons meet equals.
      let a = Tensor.random(left, seed: 1, in: 0.5...3).map { ($0 * 4).rounded() / 4 }
      let b = Tensor.random(right, seed: 2, in: 0.5...3).map { ($0 * 4).rounded() / 4 }
      try expectAgreement(
        of: BinaryKernel(Binary(function), left: left, right: right), with: Binary(function), on: [a, b])
    }
  }

  @Test(arguments: [Float(2), 3, 1, -1, 0.5, 2.5, 0]) func powersWithOneExponent(_ exponent: Float) throws {
    let x = Tensor.random([37], in: 0.1...4)
    try expectAgreement(
      of: BinaryKernel(Binary(.power), left: [37], right: []), with: Binary(.power), on: [x, Tensor(scalar: exponent)])
  }

  @Test func resultMayOverwriteAnOperandOfItsShape() throws {
    let (a, b) = (Tensor.random([50, 30], seed: 1), Tensor.random([50, 30], seed: 2))
    let same = BinaryKernel(Binary(.subtract), left: [50, 30], right: [50, 30])
    let expected = try KernelRun.outputs(of: same, [a, b], shapes: [[50, 30]])[0]
    #expect(try KernelRun.output(of: same, [a, b], inPlaceOf: 0) == expected)
    #expect(try KernelRun.output(of: same, [a, b], inPlaceOf: 1) == expected)
    let row = Tensor.random([30], seed: 3)
    let broadcast = BinaryKernel(Binary(.subtract), left: [50, 30], right: [30])
    let other = try KernelRun.outputs(of: broadcast, [a, row], shapes: [[50, 30]])[0]
    #expect(try KernelRun.output(of: broadcast, [a, row], inPlaceOf: 0) == other)
  }

  @Test func notANumberWinsMinimumAndMaximum() throws {
    let (a, b) = (Tensor(shape: [2], scalars: [.nan, 1]), Tensor(shape: [2], scalars: [1, .nan]))
    for function in [BinaryFunction.minimum, .maximum] {
      let y = try KernelRun.outputs(of: BinaryKernel(Binary(function), left: [2], right: [2]), [a, b], shapes: [[2]])[0]
      #expect(y.isAllNaN)
    }
  }
}

@Suite struct SelectKernelTests {
  @Test(arguments: [
    ([5, 7], [5, 7], [5, 7]), ([7], [5, 7], []), ([5, 1], [], [7]), ([2, 1, 3], [4, 1], [3]), ([], [9], [9]),
  ]) func valuesAgree(_ condition: [Int], _ a: [Int], _ b: [Int]) throws {
    let chosen = Tensor.random(condition, seed: 3).map { $0 > 0 ? 1 : 0 }
    try expectAgreement(
      of: SelectKernel(condition: condition, a: a, b: b), with: Select(),
      on: [chosen, .random(a, seed: 1), .random(b, seed: 2)])
  }
}

@Suite struct ChannelAffineKernelTests {
  @Test(arguments: 1...33) func valuesAgreeForAnyNumberOfChannels(_ channels: Int) throws {
    let x = Tensor.random([2, channels, 5, 13])
    let (scale, shift) = (Tensor.random([channels], seed: 2), Tensor.random([channels], seed: 3))
    let kernel = ChannelAffineKernel(rows: 2 * 5 * 13, channels: channels)
    try expectAgreement(of: kernel, with: ChannelAffine(), on: [x, scale, shift], isChannelsLast: true)
    try expectAgreement(of: kernel, with: ChannelAffine(), on: [x, scale], isChannelsLast: true)
    let expected = try KernelRun.outputs(of: kernel, [x.channelsLast, scale, shift], shapes: [[2, 5, 13, channels]])[0]
    #expect(try KernelRun.output(of: kernel, [x.channelsLast, scale, shift], inPlaceOf: 0) == expected)
  }
}
