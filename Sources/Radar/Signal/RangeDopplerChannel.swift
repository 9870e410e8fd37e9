/// What one channel of the maps shows.
public enum RangeDopplerChannel: Sendable, Equatable, Codable {
  case magnitude(receiver: Int)
  /// The root of the mean power of all receivers, which smooths noise.
  case meanMagnitude
  /// Where an echo comes from: the angle of Σ x1·conj(x2) over π, weighted so that cells of noise stay near 0; see
  /// ``AngleMap``.
  case angle(between: Int, and: Int)

  /// The receivers that must be there.
  var receivers: [Int] {
    switch self {
    case .magnitude(let receiver): [receiver]
    case .meanMagnitude: []
    case .angle(let first, let second): [first, second]
    }
  }
}
