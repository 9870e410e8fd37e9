/// What went wrong between here and a model that is served elsewhere, and what can be done.
public struct RemoteVictimError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The address that was asked.
  public let address: String
  public let what: String
  public let remedy: String

  public init(_ address: String, _ what: String, remedy: String) {
    self.address = address
    self.what = what
    self.remedy = remedy
  }

  public var description: String { "\(address): \(what); \(remedy)" }
}
