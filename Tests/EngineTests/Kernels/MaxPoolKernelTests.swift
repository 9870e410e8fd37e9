import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct MaxPoolKernelTests {
  struct Case: Sendable, CustomStringConvertible {
    let input: [Int]
    let window: PoolingWindow
    var description: String { "\(input) \(window)" }

    init(
      _ input: [Int], _ kernel: [Int], strides: [Int]? = nil, before: [Int]? = nil, after: [Int]? = nil,
      dilations: [Int]? = nil, roundsUp: Bool = false
    ) {
      self.input = input
      window = PoolingWindow(
        of: kernel, strides: strides, before: before, after: after, dilations: dilations, roundsUp: roundsUp)
    }
  }

  static let cases = [
    Case([2, 3, 8], [2]), Case([1, 1, 7], [3], strides: [2]), Case([2, 16, 8, 8], [2, 2]),
    Case([2, 33, 9, 7], [2, 2]),
    Case([1, 5, 9, 7], [2, 2], roundsUp: true), Case([2, 4, 7, 7], [3, 3], strides: [2, 2], before: [1, 1]),
    Case([1, 65, 9, 9], [3, 3], strides: [1, 1], before: [1, 1]), Case([1, 3, 10, 11], [2, 3], strides: [4, 5]),
    Case([1, 2, 12, 12], [2, 2], strides: [3, 3], dilations: [2, 2]),
    Case([1, 2, 12, 12], [3, 2], strides: [1, 2], dilations: [2, 3]),
    Case([2, 8, 4, 6, 8], [2, 2, 2]), Case([1, 3, 5, 5, 5], [1, 2, 2]),
    Case([1, 17, 5, 6, 7], [2, 2, 2], roundsUp: true),
    Case([1, 3, 4, 5, 6], [3, 3, 3], strides: [2, 2, 2], before: [1, 1, 1]), Case([2, 6, 5, 4], [5, 4]),
    Case([1, 4, 6, 6], [2, 2], before: [1, 0], after: [1, 1]),
    Case([3, 2, 9], [3], strides: [3], before: [1], after: [2]),
    Case([0, 3, 8, 8], [2, 2]), Case([1, 9, 40, 60], [2, 2]),
    Case([2, 12, 3, 6, 7], [1, 2, 2]), Case([1, 29, 6, 8], [2, 2]),
    Case([1, 12, 4, 7, 9], [2, 2, 2], before: [1, 1, 1]),
    Case([1, 20, 8, 9], [2, 2], strides: [3, 3], before: [0, 1], after: [1, 1]),
    Case([1, 24, 5, 1], [2, 2], after: [0, 1]),
  ]

  @Test(arguments: cases) func maximaAgree(_ example: Case) throws {
    let operation = MaxPool(example.window)
    let physical = Tensor(shape: example.input).channelsLast.shape
    try expectAgreement(
      of: MaxPoolKernel(operation, input: physical), with: operation, on: [.random(example.input)],
      isChannelsLast: true, tolerance: 0)
  }

  @Test(arguments: cases) func cotangentsGoToTheFirstMaximum(_ example: Case) throws {
    // Few distinct values: most windows have several maxima.
    let x = Tensor.whole(example.input, upTo: 2)
    let (y, dy) = try pooled(x, example)
    let operation = MaxPoolGradient(example.window)
    let kernel = MaxPoolGradientKernel(operation, input: x.channelsLast.shape)
    try expectAgreement(of: kernel, with: operation, on: [x, y, dy], isChannelsLast: true)
  }

  @Test(arguments: cases) func cotangentsOfNonPositiveMaximaCanBeMasked(_ example: Case) throws {
    let x = Tensor.whole(example.input, upTo: 2)
    let (y, dy) = try pooled(x, example)
    let masked = Tensor(shape: dy.shape, scalars: zip(y.scalars, dy.scalars).map { $0 > 0 ? $1 : 0 })
    let operation = MaxPoolGradient(example.window)
    let shape = x.channelsLast.shape
    let plain = MaxPoolGradientKernel(operation, input: shape)
    let masking = MaxPoolGradientKernel(operation, input: shape, masksNonPositive: true)
    let (xs, ys) = (x.channelsLast, y.channelsLast)
    let expected = try KernelRun.outputs(of: plain, [xs, ys, masked.channelsLast], shapes: [shape])[0]
    #expect(try KernelRun.outputs(of: masking, [xs, ys, dy.channelsLast], shapes: [shape])[0] == expected)
  }

  @Test func notANumberIsTheMaximum() throws {
    var scalars = [Float](repeating: 1, count: 16)
    scalars[5] = .nan
    let x = Tensor(shape: [1, 4, 4, 1], scalars: scalars)
    let window = Case([1, 1, 4, 4], [2, 2]).window
    let y = try KernelRun.outputs(of: MaxPoolKernel(MaxPool(window), input: x.shape), [x], shapes: [[1, 2, 2, 1]])[0]
    #expect(y.scalars[0].isNaN && y.scalars[1...] == [1, 1, 1])
    let gradient = MaxPoolGradientKernel(MaxPoolGradient(window), input: x.shape)
    let dx = try KernelRun.outputs(of: gradient, [x, y, Tensor(repeating: 1, shape: y.shape)], shapes: [x.shape])[0]
    #expect(dx.scalars.reduce(0, +) == 4)
  }

  private func pooled(_ x: Tensor, _ example: Case) throws -> (y: Tensor, dy: Tensor) {
    let operation = MaxPool(example.window)
    let shapes = try operation.outputShapes(for: [x.shape])
    let y = operation.evaluate([DoubleTensor(x)], outputShapes: shapes)[0].tensor
    return (y, .random(y.shape, seed: 7))
  }
}
