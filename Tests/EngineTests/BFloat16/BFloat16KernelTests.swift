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
    let packed = [known, dy].map { BFloat16Numbers.packed($0.scalars) }
    let made = try KernelRun.outputs(of: kernel, packed, shapes: [[167]])[0]
    #expect(BFloat16Numbers.unpacked(made, count: 333) == expected.scalars.map(BFloat16Numbers.rounded))
    let inPlace = try KernelRun.output(of: kernel, packed, inPlaceOf: 1)
    #expect(BFloat16Numbers.unpacked(inPlace, count: 333) == BFloat16Numbers.unpacked(made, count: 333))
  }

  @Test func otherFunctionsHaveNoGradientInBFloat16() {
    #expect(BFloat16UnaryGradientKernel(.tanh, count: 4) == nil)
  }

  @Test func sumsAreRoundedOnce() throws {
    let a = Tensor.random([99], seed: 3).map(BFloat16Numbers.rounded)
    let b = Tensor.random([99], seed: 4).map(BFloat16Numbers.rounded)
    let packed = [a, b].map { BFloat16Numbers.packed($0.scalars) }
    let made = try KernelRun.outputs(of: BFloat16SumKernel(count: 99), packed, shapes: [[50]])[0]
    #expect(
      BFloat16Numbers.unpacked(made, count: 99) == zip(a.scalars, b.scalars).map { BFloat16Numbers.rounded($0 + $1) })
  }

  /// The largest elements and where their cotangents go: on numbers that bf16 has, the very ones that Float gives.
  @Test(arguments: MaxPoolKernelTests.cases, [false, true])
  func poolingIsThatOfFloat(_ example: MaxPoolKernelTests.Case, masks: Bool) throws {
    let x = Tensor.random(example.input).map { ($0 * 4).rounded() }.channelsLast
    let physical = x.shape
    let logical = try MaxPool(example.window).outputShapes(for: [example.input])[0]
    let (count, inputCount) = (logical.product, x.count)
    let y = try KernelRun.outputs(of: MaxPoolKernel(MaxPool(example.window), input: physical), [x], shapes: [[count]])[
      0]
    let short = MaxPoolKernel(MaxPool(example.window), input: physical, isBFloat16: true)
    let packedX = BFloat16Numbers.packed(x.scalars)
    let shortY = try KernelRun.outputs(of: short, [packedX], shapes: [[(count + 1) / 2]])[0]
    #expect(BFloat16Numbers.unpacked(shortY, count: count) == y.scalars)

    // Small whole numbers: sums over overlapping windows are exact too.
    let dy = Tensor.random([count], seed: 9).map { ($0 * 3).rounded() }
    let operation = MaxPoolGradient(example.window)
    let expected = try KernelRun.outputs(
      of: MaxPoolGradientKernel(operation, input: physical, masksNonPositive: masks), [x, y, dy],
      shapes: [[inputCount]])[0]
    let kernel = MaxPoolGradientKernel(operation, input: physical, masksNonPositive: masks, isBFloat16: true)
    let made = try KernelRun.outputs(
      of: kernel, [packedX, shortY, BFloat16Numbers.packed(dy.scalars)], shapes: [[(inputCount + 1) / 2]])[0]
    #expect(BFloat16Numbers.unpacked(made, count: inputCount) == expected.scalars)
  }

  /// What is added on the way to a pooling's gradient: small whole numbers have exact sums in both.
  @Test(arguments: WindowSumKernelTests.cases, [false, true])
  func addendsOfPoolingAreThoseOfFloat(_ example: WindowSumKernelTests.Case, masks: Bool) throws {
    let axes = example.sum.count - 2
    let window = PoolingWindow(
      kernel: [Int](repeating: 1, count: axes), strides: [Int](repeating: 1, count: axes),
      padBefore: [Int](repeating: 0, count: axes), padAfter: [Int](repeating: 0, count: axes),
      dilations: [Int](repeating: 1, count: axes))
    let operation = MaxPoolGradient(window)
    guard MaxPoolGradientKernel.takes(example.addend, operation, input: example.sum) else { return }
    let x = Tensor.random(example.sum, seed: 1).map { ($0 * 3).rounded() }
    let dy = Tensor.random(example.sum, seed: 2).map { ($0 * 3).rounded() }
    let b = Tensor.random(example.source, seed: 3).map { ($0 * 3).rounded() }
    func kernel(isBFloat16: Bool) -> MaxPoolGradientKernel {
      MaxPoolGradientKernel(
        operation, input: example.sum, masksNonPositive: masks, isBFloat16: isBFloat16, adding: example.addend)
    }
    let expected = try KernelRun.outputs(of: kernel(isBFloat16: false), [x, x, dy, b], shapes: [example.sum])[0]
    let packed = [x, x, dy, b].map { BFloat16Numbers.packed($0.scalars) }
    let made = try KernelRun.outputs(of: kernel(isBFloat16: true), packed, shapes: [[(x.count + 1) / 2]])[0]
    #expect(BFloat16Numbers.unpacked(made, count: x.count) == expected.scalars)
  }
}
