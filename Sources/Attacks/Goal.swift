/// What a classifier should be made to say.
public enum ClassGoal: Sendable, Hashable, CustomStringConvertible {
  /// Anything but the true class.
  case untargeted(label: Int)
  case targeted(class: Int)

  public var description: String {
    switch self {
    case .untargeted(let label): "untargeted (away from class \(label))"
    case .targeted(let target): "targeted (class \(target))"
    }
  }
}
