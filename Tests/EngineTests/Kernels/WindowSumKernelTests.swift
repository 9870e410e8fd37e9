import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// What is added where it lies is what a slice, zeros around it, and a sum would give, to the bit.
@Suite struct WindowSumKernelTests {
  struct Case: Sendable, CustomStringConvertible {
    let sum: [Int]
    let source: [Int]
    var slice: Slice?
    var window: Slice?
    var description: String { "\(source) to \(sum), \(slice?.description ?? "all"), \(window?.description ?? "whole")" }

    var addend: WindowAddend { WindowAddend(from: source, slice: slice, to: sum, window: window) }

    /// The addend alone, of the shape of the sum.
    func spread(_ b: Tensor) throws -> Tensor {
      var value = b
      if let slice {
        value = try KernelRun.outputs(of: SliceKernel(slice, input: source), [value], shapes: [slice.extents])[0]
      }
      guard let window else { return value }
      let gradient = SliceGradientKernel(SliceGradient(window, shape: sum))
      return try KernelRun.outputs(of: gradient, [value], shapes: [sum])[0]
    }
  }

  static let cases = [
    Case(sum: [2, 5, 6, 16], source: [2, 5, 6, 16]),
    Case(sum: [2, 5, 6, 16], source: [2, 5, 6, 40], slice: Slice([0, 0, 0, 24], [2, 5, 6, 16])),
    Case(sum: [2, 9, 8, 17], source: [2, 5, 6, 17], window: Slice([0, 2, 1, 0], [2, 5, 6, 17])),
    Case(
      sum: [2, 9, 8, 17], source: [2, 5, 6, 40], slice: Slice([0, 0, 0, 3], [2, 5, 6, 17]),
      window: Slice([0, 4, 2, 0], [2, 5, 6, 17])),
    Case(
      sum: [3, 4, 90, 33], source: [3, 4, 70, 33], slice: Slice([0, 3, 0, 0], [3, 4, 70, 33], by: [1, -1, 1, 1]),
      window: Slice([0, 0, 20, 0], [3, 4, 70, 33])),
    Case(sum: [1, 9, 7, 3], source: [1, 5, 3, 3], window: Slice([0, 8, 1, 0], [1, 5, 3, 3], by: [1, -2, 2, 1])),
    Case(sum: [2, 3, 4, 8], source: [1, 3, 4, 2], window: Slice([1, 0, 0, 5], [1, 3, 4, 2])),
    Case(sum: [2, 6, 1], source: [2, 6, 5], slice: Slice([0, 0, 4], [2, 6, 1], by: [1, 1, -1])),
    Case(sum: [2, 4, 3], source: [2, 0, 3], window: Slice([0, 0, 0], [2, 0, 3])),
    Case(sum: [1, 300, 200, 2], source: [1, 250, 200, 2], window: Slice([0, 7, 0, 0], [1, 250, 200, 2])),
  ]

  @Test(arguments: cases) func itIsTheSumWithWhatIsSlicedAndPutBack(_ example: Case) throws {
    let (a, b) = (Tensor.random(example.sum, seed: 1), Tensor.random(example.source, seed: 2))
    let plain = BinaryKernel(Binary(.add), left: example.sum, right: example.sum)
    let expected = try KernelRun.outputs(of: plain, [a, example.spread(b)], shapes: [example.sum])[0]
    let kernel = WindowSumKernel(example.addend, shape: example.sum)
    for threads in [Int32(1), 3] {
      let found = try ThreadPool.with(threads) { try KernelRun.outputs(of: kernel, [a, b], shapes: [example.sum])[0] }
      #expect(found == expected)
    }
    #expect(try KernelRun.output(of: kernel, [a, b], inPlaceOf: 0) == expected)
  }

  // MARK: On the way to the gradient of a pooling

  @Test(arguments: cases.indices, [true, false]) func aPoolingsGradientTakesAnAddend(_ index: Int, masks: Bool) throws {
    let example = Self.cases[index]
    let spatial = example.sum.count - 2
    let window = PoolingWindow(
      of: [Int](repeating: 2, count: spatial), after: [Int](repeating: 1, count: spatial))
    let operation = MaxPoolGradient(window)
    guard MaxPoolGradientKernel.takes(example.addend, operation, input: example.sum) else {
      // Steps, part of the samples, part of the channels, or nothing.
      #expect([5, 6, 8].contains(index))
      return
    }
    // About half of them above 0.
    let x = Tensor.whole(example.sum, upTo: 3, seed: 3)
    let pooled = [x.shape[0]] + x.shape[1..<spatial + 1].map { ($0 + 1) / 2 } + [x.shape[spatial + 1]]
    let y = try KernelRun.outputs(of: MaxPoolKernel(MaxPool(window), input: x.shape), [x], shapes: [pooled])[0]
    let (dy, b) = (Tensor.random(pooled, seed: 4), Tensor.random(example.source, seed: 5))
    let plain = MaxPoolGradientKernel(operation, input: x.shape, masksNonPositive: masks)
    let gradient = try KernelRun.outputs(of: plain, [x, y, dy], shapes: [x.shape])[0]
    let scalars = zip(zip(gradient.scalars, try example.spread(b).scalars), x.scalars).map { values, x in
      values.0 + (masks && x <= 0 ? 0 : values.1)
    }
    let kernel = MaxPoolGradientKernel(operation, input: x.shape, masksNonPositive: masks, adding: example.addend)
    for threads in [Int32(1), 3] {
      let found = try ThreadPool.with(threads) { try KernelRun.outputs(of: kernel, [x, y, dy, b], shapes: [x.shape]) }
      #expect(found[0].scalars == scalars)
    }
  }

  @Test func windowsThatOverlapTakeNone() {
    let window = PoolingWindow(of: [3, 3], strides: [2, 2], before: [1, 1])
    let addend = WindowAddend(from: [1, 8, 8, 4], to: [1, 8, 8, 4])
    #expect(!MaxPoolGradientKernel.takes(addend, MaxPoolGradient(window), input: [1, 8, 8, 4]))
  }
}
