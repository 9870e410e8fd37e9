internal import Foundation

/// How an amplitude becomes the number in a map.
public enum MagnitudeScale: String, Sendable, Codable, CaseIterable {
  case linear
  /// `20 log10 a`, at least ``floor``.
  case decibel
  /// `ln(1 + a)`.
  case logarithm = "log1p"

  /// What an amplitude of zero has in decibels; far below one step of any converter.
  public static let floor: Float = -120

  func value(ofPower power: Float) -> Float {
    switch self {
    case .linear: power.squareRoot()
    case .decibel: max(Self.floor, 10 * log10f(max(power, .leastNormalMagnitude)))
    case .logarithm: log1pf(power.squareRoot())
    }
  }
}
