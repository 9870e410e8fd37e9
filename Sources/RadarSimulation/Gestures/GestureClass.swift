/// What a simulated recording shows; in the order of the classes' numbers.
public enum GestureClass: String, Sendable, Codable, CaseIterable {
  /// No gesture: nobody, a resting hand, a hand on its way, a body that moves.
  case background
  /// Both hands, or the fingers of one, strike in turn.
  case drumming
  /// The hand wags from side to side.
  case shaking
  /// From positive to negative x.
  case swipeLeft = "swipe-left"
  case swipeRight = "swipe-right"
  case thumbDown = "thumb-down"
  case thumbUp = "thumb-up"

  /// The number of the class in files and networks.
  public var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
