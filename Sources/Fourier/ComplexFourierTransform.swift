internal import CKissFFT

/// The discrete Fourier transform of complex numbers, of one length, through kissfft.
///
/// Forward `X[k] = Σ x[n] exp(−2πi kn / N)`; inverse the same with `+` and no factor 1/N, so that inverse after forward
/// multiplies by N. Any length of at least 1; products of 2, 3 and 5 are fastest, a prime p costs p² operations.
///
/// | | layout |
/// |---|---|
/// | input, output | `Float` pairs (real, imaginary); starts and strides count pairs |
///
/// Reference: M. Borgerding, kissfft (BSD-3-Clause); compared with numpy in the tests.
public struct ComplexFourierTransform: ~Copyable {
  public enum Direction: Sendable { case forward, inverse }

  /// More would be a slip of the pen: 2^26 pairs are half a gigabyte.
  public static let longest = 1 << 26

  public let length: Int
  public let direction: Direction
  private let plan: kiss_fft_cfg

  public init(length: Int, direction: Direction = .forward) {
    precondition((1...Self.longest).contains(length), "ComplexFourierTransform: no transform of length \(length)")
    guard let plan = kiss_fft_alloc(Int32(length), direction == .inverse ? 1 : 0, nil, nil) else {
      preconditionFailure("ComplexFourierTransform: no memory for length \(length)")
    }
    self.length = length
    self.direction = direction
    self.plan = plan
  }

  deinit { free(UnsafeMutableRawPointer(plan)) }

  /// Transforms `length` numbers of `input`, the first at `start`, neighbours `stride` apart.
  ///
  /// - Parameters:
  ///   - input: pairs, not changed.
  ///   - start: the first pair to read.
  ///   - stride: how many pairs apart the ones to read are.
  ///   - output: pairs; `length` of them are written.
  ///   - target: the first pair to write.
  public func transform(
    _ input: Span<Float>, from start: Int = 0, stride: Int = 1, into output: inout MutableSpan<Float>,
    at target: Int = 0
  ) {
    precondition(
      start >= 0 && stride >= 1 && 2 * (start + (length - 1) * stride + 1) <= input.count,
      "ComplexFourierTransform: \(length) pairs from \(start) by \(stride) do not lie in \(input.count) numbers")
    precondition(
      target >= 0 && 2 * (target + length) <= output.count,
      "ComplexFourierTransform: \(length) pairs at \(target) do not fit \(output.count) numbers")
    input.withUnsafeBufferPointer { source in
      output.withUnsafeMutableBufferPointer { destination in
        guard let from = UnsafeRawPointer(source.baseAddress), let to = UnsafeMutableRawPointer(destination.baseAddress)
        else { return }
        kiss_fft_stride(
          plan, from.assumingMemoryBound(to: kiss_fft_cpx.self) + start,
          to.assumingMemoryBound(to: kiss_fft_cpx.self) + target, Int32(stride))
      }
    }
  }

  /// The transform of `length` pairs.
  public func transformed(_ pairs: [Float]) -> [Float] {
    precondition(pairs.count == 2 * length, "ComplexFourierTransform: \(pairs.count) numbers for \(length) pairs")
    var result = [Float](repeating: 0, count: pairs.count)
    var span = result.mutableSpan
    transform(pairs.span, into: &span)
    return result
  }
}
