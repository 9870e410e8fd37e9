/// What an axis of a recording, image or model input stands for.
///
/// Axes are named, never guessed silently.
public struct Axis: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  public static let batch = Axis(rawValue: "batch")
  public static let channel = Axis(rawValue: "channel")
  public static let time = Axis(rawValue: "time")
  public static let range = Axis(rawValue: "range")
  public static let doppler = Axis(rawValue: "doppler")
  public static let height = Axis(rawValue: "height")
  public static let width = Axis(rawValue: "width")

  public var description: String { rawValue }
}
