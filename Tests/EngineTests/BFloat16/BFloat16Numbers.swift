import Engine
import Tensors
import Testing

/// bf16 as its definition has it, for tests: the upper half of a Float, rounded to nearest, ties to even.
enum BFloat16Numbers {
  static func rounded(_ x: Float) -> Float {
    guard x.isFinite else { return x }
    let (bits, half) = (x.bitPattern, UInt32(0x8000))
    let (low, high) = (bits & 0xFFFF, bits & 0xFFFF_0000)
    let up = low > half || low == half && high & 0x1_0000 != 0
    return Float(bitPattern: up ? high &+ 0x1_0000 : high)
  }

  /// Numbers of bf16, two in each Float, as kernels have them.
  static func packed(_ scalars: [Float]) -> Tensor {
    let halves = scalars.map { $0.bitPattern >> 16 } + [0]
    let pairs = stride(from: 0, to: scalars.count, by: 2).map {
      Float(bitPattern: halves[$0] | halves[$0 + 1] << 16)
    }
    return Tensor(shape: [pairs.count], scalars: pairs)
  }

  /// What a kernel makes of numbers of bf16: the first so many of its only output.
  static func output(of kernel: any Kernel, _ inputs: [Tensor], count: Int) throws -> [Float] {
    let made = try KernelRun.outputs(of: kernel, inputs.map { packed($0.scalars) }, shapes: [[(count + 1) / 2]])
    return unpacked(made[0], count: count)
  }

  static func unpacked(_ tensor: Tensor, count: Int) -> [Float] {
    Array(
      tensor.scalars.flatMap {
        [Float(bitPattern: $0.bitPattern << 16), Float(bitPattern: $0.bitPattern & 0xFFFF_0000)]
      }.prefix(count))
  }
}

extension Trait where Self == ConditionTrait {
  /// Tests that multiply bf16 need a processor that does.
  static var needsBFloat16: Self {
    .enabled(if: Precision.bf16.isAvailable, "this processor has no bf16 arithmetic (AVX-512-BF16 or AMX)")
  }
}
