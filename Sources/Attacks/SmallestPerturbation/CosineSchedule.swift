internal import Foundation

/// A value that falls along half a cosine: `last + (first − last) · (1 + cos(π k / K)) / 2`.
struct CosineSchedule {
  let first: Double
  let last: Double
  /// `K`.
  let steps: Int

  func callAsFunction(_ step: Int) -> Double {
    last + (first - last) * (1 + cos(.pi * Double(step) / Double(max(steps, 1)))) / 2
  }
}
