internal import Foundation

/// Logarithmic ratios of powers.
enum Decibel {
  static func ofPower(_ ratio: Double) -> Double { 10 * log10(ratio) }
}
