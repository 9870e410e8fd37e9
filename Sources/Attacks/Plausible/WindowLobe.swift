internal import Foundation

/// The windows that radar chains lay over samples and chirps before the transform, as sums of cosines.
public enum WindowLobe: String, Sendable, Hashable, Codable, CaseIterable {
  case rectangular, hann, hamming, blackmanHarris = "blackman-harris"

  /// `a_k` of `w(t) = Σ_k a_k cos(2πkt), centred on 0` over one period (Harris, 1978).
  private var coefficients: [Double] {
    switch self {
    case .rectangular: [1]
    case .hann: [0.5, 0.5]
    case .hamming: [0.54, 0.46]
    case .blackmanHarris: [0.35875, 0.48829, 0.14128, 0.01168]
    }
  }

  /// The magnitude of the window's transform `bins` away from its peak, for a long window; 1 at the peak.
  ///
  ///     |W(f)| = | a_0 s(f) + Σ_k a_k/2 (s(f − k) + s(f + k)) | / a_0,   s(f) = sin(πf)/(πf)
  public func response(bins f: Double) -> Double {
    var sum = coefficients[0] * Self.sinc(f)
    for (k, a) in coefficients.enumerated().dropFirst() {
      sum += a / 2 * (Self.sinc(f - Double(k)) + Self.sinc(f + Double(k)))
    }
    return abs(sum) / coefficients[0]
  }

  private static func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(.pi * x) / (.pi * x) }
}
