import Engine
import Foundation
import Graphs
import Tensors
import TestSupport
import Testing

/// The loops over bf16 that are our own run on every processor.
@Suite struct BFloat16KernelTests {
  private static let special: [Float] = [
    0, -0.0, 1, -1, .infinity, -.infinity, .leastNonzeroMagnitude, .leastNormalMagnitude, 1.00390625, 1.01171875,
    3.3895314e38, -0.1, 1e-30, .pi,
  ]

  @Test(arguments: [0, 1, 15, 16, 17, 1000, 40_001]) func roundingIsToNearestWithTiesToEven(count: Int) throws {
    let x = (0..<count).map { $0 < Self.special.count ? Self.special[$0] : Float(sin(Double($0 * $0))) * 9 }
    let narrow = BFloat16ConversionKernel(.narrowing, count: count)
    let made = try KernelRun.outputs(of: narrow, [Tensor(shape: [count], scalars: x)], shapes: [[(count + 1) / 2]])[0]
    #expect(BFloat16Numbers.unpacked(made, count: count) == x.map(BFloat16Numbers.rounded))
    let widen = BFloat16ConversionKernel(.widening, count: count)
    #expect(try KernelRun.outputs(of: widen, [made], shapes: [[count]])[0].scalars == x.map(BFloat16Numbers.rounded))
  }

  @Test func whatIsNoNumberStaysNone() throws {
    let x: [Float] = [.nan, -.nan, Float(bitPattern: 0x7F80_0001), Float(bitPattern: 0xFFFF_FFFF)]
    let kernel = BFloat16ConversionKernel(.narrowing, count: 4)
    let made = try KernelRun.outputs(of: kernel, [Tensor(shape: [4], scalars: x)], shapes: [[2]])[0]
    #expect(BFloat16Numbers.unpacked(made, count: 4).allSatisfy { $0.isNaN })
  }

  @Test(arguments: [1, 2, 3, 4, 7]) func twoNumbersTogetherAreNearlyExact(channels: Int) throws {
    let rows = 37
    let x = Tensor.random([rows, channels], in: -100...100)
    let kernel = BFloat16SplitKernel(rows: rows, channels: channels)
    let made = try KernelRun.outputs(of: kernel, [x], shapes: [[rows * channels]])[0]
    let parts = BFloat16Numbers.unpacked(made, count: 2 * rows * channels)
    for row in 0..<rows {
      for channel in 0..<channels {
        let (whole, at) = (x.scalars[row * channels + channel], 2 * row * channels + channel)
        #expect(parts[at] == BFloat16Numbers.rounded(whole))
        #expect(abs(parts[at] + parts[at + channels] - whole) <= abs(whole) * 0x1p-17)
      }
    }
  }

  @Test(arguments: [UnaryFunction.relu, .leakyRelu(slope: 0.25), .clip(lower: -0.5, upper: 0.5)])
  func gradientsOfActivationsAreThoseOfFloat(_ function: UnaryFunction) throws {
    let known = Tensor.random([333], seed: 1).map(BFloat16Numbers.rounded)
    let dy = Tensor.random([333], seed: 2).map(BFloat16Numbers.rounded)
    let expected = try KernelRun.outputs(of: UnaryGradientKernel(function, count: 333), [known, dy], shapes: [[333]])[0]
    let kernel = try #require(BFloat16UnaryGradientKernel(function, count: 333))
    let made = try BFloat16Numbers.output(of: kernel, [known, dy], count: 333)
    #expect(made == expected.scalars.map(BFloat16Numbers.rounded))
    let packed = [known, dy].map { BFloat16Numbers.packed($0.scalars) }
    let inPlace = try KernelRun.output(of: kernel, packed, inPlaceOf: 1)
    #expect(BFloat16Numbers.unpacked(inPlace, count: 333) == made)
  }

  @Test func otherFunctionsHaveNoGradientInBFloat16() {
    #expect(BFloat16UnaryGradientKernel(.tanh, count: 4) == nil)
  }

  @Test func sumsAreRoundedOnce() throws {
    let a = Tensor.random([99], seed: 3).map(BFloat16Numbers.rounded)
    let b = Tensor.random([99], seed: 4).map(BFloat16Numbers.rounded)
    let made = try BFloat16Numbers.output(of: BFloat16SumKernel(count: 99), [a, b], count: 99)
    #expect(made == zip(a.scalars, b.scalars).map { BFloat16Numbers.rounded($0 + $1) })
  }

  /// The largest elements and where their cotangents go: on numbers that bf16 has, the very ones that Float gives.
  @Test(arguments: MaxPoolKernelTests.cases, [false, true])
  func poolingIsThatOfFloat(_ example: MaxPoolKernelTests.Case, masks: Bool) throws {
    let x = Tensor.whole(example.input, upTo: 4).channelsLast
    let physical = x.shape
    let logical = try MaxPool(example.window).outputShapes(for: [example.input])[0]
    let (count, inputCount) = (logical.product, x.count)
    let y = try KernelRun.outputs(of: MaxPoolKernel(MaxPool(example.window), input: physical), [x], shapes: [[count]])[
      0]
    let short = MaxPoolKernel(MaxPool(example.window), input: physical, isBFloat16: true)
    let shortY = try BFloat16Numbers.output(of: short, [x], count: count)
    #expect(shortY == y.scalars)

    // Small whole numbers: sums over overlapping windows are exact too.
    let dy = Tensor.whole([count], upTo: 3, seed: 9)
    let operation = MaxPoolGradient(example.window)
    let expected = try KernelRun.outputs(
      of: MaxPoolGradientKernel(operation, input: physical, masksNonPositive: masks), [x, y, dy],
      shapes: [[inputCount]])[0]
    let kernel = MaxPoolGradientKernel(operation, input: physical, masksNonPositive: masks, isBFloat16: true)
    let made = try BFloat16Numbers.output(
      of: kernel, [x, Tensor(shape: [count], scalars: shortY), dy], count: inputCount)
    #expect(made == expected.scalars)
  }

  /// What is added on the way to a pooling's gradient: small whole numbers have exact sums in both.
  @Test(arguments: WindowSumKernelTests.cases, [false, true])
  func addendsOfPoolingAreThoseOfFloat(_ example: WindowSumKernelTests.Case, masks: Bool) throws {
    let operation = MaxPoolGradient(PoolingWindow(of: [Int](repeating: 1, count: example.sum.count - 2)))
    guard MaxPoolGradientKernel.takes(example.addend, operation, input: example.sum) else { return }
    let (x, dy) = (Tensor.whole(example.sum, upTo: 3, seed: 1), Tensor.whole(example.sum, upTo: 3, seed: 2))
    let b = Tensor.whole(example.source, upTo: 3, seed: 3)
    func kernel(isBFloat16: Bool) -> MaxPoolGradientKernel {
      MaxPoolGradientKernel(
        operation, input: example.sum, masksNonPositive: masks, isBFloat16: isBFloat16, adding: example.addend)
    }
    let expected = try KernelRun.outputs(of: kernel(isBFloat16: false), [x, x, dy, b], shapes: [example.sum])[0]
    let made = try BFloat16Numbers.output(of: kernel(isBFloat16: true), [x, x, dy, b], count: x.count)
    #expect(made == expected.scalars)
  }
}
