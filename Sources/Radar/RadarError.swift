/// What is wrong with a recording, a folder of them or a setting: what, where, and what to do.
public struct RadarError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file or folder, or the text of a setting.
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
