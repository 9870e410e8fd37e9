/// How the distance of each element to the clean input counts in the objective of Carlini and Wagner.
enum DistancePenalty {
  /// `Σ d²`.
  case square
  /// `Σ max(|d| − τ, 0)`.
  case beyond(Float)

  func slope(of change: Float) -> Float {
    switch self {
    case .square: 2 * change
    case .beyond(let threshold): change > threshold ? 1 : change < -threshold ? -1 : 0
    }
  }
}
