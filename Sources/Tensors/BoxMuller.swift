import Foundation

enum BoxMuller {
  /// `√(−2 ln u) · cos(2πv)` for uniform `u`, `v`.
  static func deviate(_ u: Double, _ v: Double) -> Double { (-2 * log(u)).squareRoot() * cos(2 * .pi * v) }
}
