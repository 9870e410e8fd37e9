internal import CKissFFT

/// The discrete Fourier transform of real numbers, of one length: the N/2 + 1 bins that determine the others.
///
/// `X[k] = Σ x[n] exp(−2πi kn / N)` for k = 0 … N/2 (rounded down). Even lengths cost half a complex transform; odd ones
/// are run as complex.
///
/// | | count | layout |
/// |---|---|---|
/// | input | N | real numbers |
/// | output | N/2 + 1 | pairs (real, imaginary); starts count pairs |
public struct RealFourierTransform: ~Copyable {
  public let length: Int
  public var binCount: Int { length / 2 + 1 }

  /// kissfft's plan for even lengths; it holds scratch memory, which is why transforming is `mutating`.
  private let plan: kiss_fftr_cfg?
  private let oddTransform: ComplexFourierTransform

  public init(length: Int) {
    precondition(
      (1...ComplexFourierTransform.longest).contains(length), "RealFourierTransform: no transform of length \(length)")
    let isEven = length % 2 == 0
    self.length = length
    plan = isEven ? kiss_fftr_alloc(Int32(length), 0, nil, nil) : nil
    precondition(!isEven || plan != nil, "RealFourierTransform: no memory for length \(length)")
    oddTransform = ComplexFourierTransform(length: isEven ? 1 : length)
  }

  deinit { free(UnsafeMutableRawPointer(plan)) }

  /// Transforms `length` numbers of `input` from `start`, and writes `binCount` pairs at pair `target`.
  public mutating func transform(
    _ input: Span<Float>, from start: Int = 0, into output: inout MutableSpan<Float>, at target: Int = 0
  ) {
    precondition(
      start >= 0 && start + length <= input.count,
      "RealFourierTransform: \(length) numbers from \(start) do not lie in \(input.count)")
    precondition(
      target >= 0 && 2 * (target + binCount) <= output.count,
      "RealFourierTransform: \(binCount) pairs at \(target) do not fit \(output.count) numbers")
    guard let plan else { return transformOdd(input, start, &output, target) }
    input.withUnsafeBufferPointer { source in
      output.withUnsafeMutableBufferPointer { destination in
        guard let from = source.baseAddress, let to = UnsafeMutableRawPointer(destination.baseAddress) else { return }
        kiss_fftr(plan, from + start, to.assumingMemoryBound(to: kiss_fft_cpx.self) + target)
      }
    }
  }

  /// The bins of `length` numbers.
  public mutating func transformed(_ numbers: [Float]) -> [Float] {
    precondition(numbers.count == length, "RealFourierTransform: \(numbers.count) numbers for length \(length)")
    var result = [Float](repeating: 0, count: 2 * binCount)
    var span = result.mutableSpan
    transform(numbers.span, into: &span)
    return result
  }

  private func transformOdd(_ input: Span<Float>, _ start: Int, _ output: inout MutableSpan<Float>, _ target: Int) {
    var pairs = [Float](repeating: 0, count: 2 * length)
    for index in 0..<length { pairs[2 * index] = input[start + index] }
    let spectrum = oddTransform.transformed(pairs)
    for index in 0..<2 * binCount { output[2 * target + index] = spectrum[index] }
  }
}
