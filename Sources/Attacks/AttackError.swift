/// What makes an attack impossible as it was asked for: everything found wrong, before anything was started.
public struct AttackError: Error, Hashable, Sendable, CustomStringConvertible {
  public let attack: String
  public let complaints: [String]

  public init(attack: String, complaints: [String]) {
    self.attack = attack
    self.complaints = complaints
  }

  public var description: String { "\(attack): " + complaints.joined(separator: "; ") }
}
