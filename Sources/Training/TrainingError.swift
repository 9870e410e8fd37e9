/// What makes training impossible as it was asked for: where, what, and what to do.
public struct TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A file, or the text of a setting.
  public let place: String
  public let problem: String
  public let remedy: String

  public init(_ place: String, _ problem: String, remedy: String) {
    self.place = place
    self.problem = problem
    self.remedy = remedy
  }

  public var description: String { "\(place): \(problem); \(remedy)" }
}
