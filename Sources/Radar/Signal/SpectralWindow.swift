internal import Foundation

/// The weights on the samples of a Fourier transform, symmetric as in scipy's `windows` with `sym=True`.
///
/// | | weights w[n], x = 2πn / (N − 1) | side lobes |
/// |---|---|---|
/// | rectangular | 1 | −13 dB |
/// | Hann | 0.5 − 0.5 cos x | −31 dB |
/// | Hamming | 0.54 − 0.46 cos x | −43 dB |
/// | Blackman | 0.42 − 0.5 cos x + 0.08 cos 2x | −58 dB |
/// | Blackman-Harris | 0.35875 − 0.48829 cos x + 0.14128 cos 2x − 0.01168 cos 3x | −92 dB |
///
/// Reference: F. J. Harris, "On the use of windows for harmonic analysis with the discrete Fourier transform", 1978.
public enum SpectralWindow: String, Sendable, Codable, CaseIterable {
  case rectangular, hann, hamming, blackman
  case blackmanHarris = "blackman-harris"

  /// `count` weights; one weight is 1.
  public func weights(count: Int) -> [Float] {
    precondition(count >= 1, "SpectralWindow: no window of \(count) weights")
    guard count > 1 else { return [1] }
    let coefficients = coefficients
    return (0..<count).map { index in
      let angle = 2 * Double.pi * Double(index) / Double(count - 1)
      var sign = 1.0, weight = 0.0
      for (order, coefficient) in coefficients.enumerated() {
        weight += sign * coefficient * cos(Double(order) * angle)
        sign = -sign
      }
      return Float(weight)
    }
  }

  /// The weights over their sum: a tone in the middle of a bin keeps its amplitude.
  func normalizedWeights(count: Int) -> [Float] {
    let weights = weights(count: count)
    let sum = weights.reduce(0) { $0 + Double($1) }
    // The symmetric Hann and Blackman windows of two points are zero.
    guard sum > 1e-9 else { return [Float](repeating: 1 / Float(count), count: count) }
    return weights.map { Float(Double($0) / sum) }
  }

  /// Σw² / (Σw)²: the share of white noise that one bin of a transform keeps.
  func noiseBandwidth(count: Int) -> Double {
    normalizedWeights(count: count).reduce(0) { $0 + Double($1) * Double($1) }
  }

  private var coefficients: [Double] {
    switch self {
    case .rectangular: [1]
    case .hann: [0.5, 0.5]
    case .hamming: [0.54, 0.46]
    case .blackman: [0.42, 0.5, 0.08]
    case .blackmanHarris: [0.35875, 0.48829, 0.14128, 0.01168]
    }
  }
}
