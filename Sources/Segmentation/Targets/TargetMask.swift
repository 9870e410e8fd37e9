/// What a segmentation attack should make the network draw.
public enum TargetMask: Sendable, Hashable, CustomStringConvertible {
  /// The true mask of another sample of the same data set.
  case sample(String)
  /// A mask file.
  case file(String)
  /// The sample's own mask, moved right and down by so many pixels of the network's input.
  case shift(dx: Int, dy: Int)
  /// The sample's own mask, scaled about its centroid.
  case scale(Double)
  /// The sample's own mask without a rim of so many pixels.
  case erode(Double)
  /// The sample's own mask with a rim of so many pixels.
  case dilate(Double)
  /// Background and foreground of the sample's own mask exchanged.
  case invert
  /// Background everywhere.
  case empty

  /// The text that `init(parsing:)` reads.
  public var description: String {
    switch self {
    case .sample(let id): "sample:\(id)"
    case .file(let path): "file:\(path)"
    case .shift(let dx, let dy): "shift:\(dx),\(dy)"
    case .scale(let factor): "scale:\(factor)"
    case .erode(let radius): "erode:\(radius)"
    case .dilate(let radius): "dilate:\(radius)"
    case .invert: "invert"
    case .empty: "empty"
    }
  }
}

extension TargetMask {
  private static let largestShift = 100_000
  private static let largestRadius = 10_000.0
  private static let scales = 0.001...1000.0

  /// Reads "sample:Image_02L", "file:PATH", "shift:20,-5", "scale:1.5", "erode:3", "dilate:5", "invert" or "empty".
  public init(parsing text: String) throws(SegmentationError) {
    let colon = text.firstIndex(of: ":")
    let value = colon.map { String(text[text.index(after: $0)...]) } ?? ""
    let parsed: TargetMask? =
      switch colon.map({ String(text[..<$0]) }) ?? text {
      case "sample" where !value.isEmpty: .sample(value)
      case "file" where !value.isEmpty: .file(value)
      case "shift": Self.shift(parsing: value)
      case "scale": Double(value).flatMap { Self.scales.contains($0) ? .scale($0) : nil }
      case "erode": Self.radius(value).map { .erode($0) }
      case "dilate": Self.radius(value).map { .dilate($0) }
      case "invert" where colon == nil: .invert
      case "empty" where colon == nil: .empty
      default: nil
      }
    guard let parsed else {
      throw SegmentationError(
        "'\(text)' is no target mask", in: "--target",
        hint: "write sample:ID, file:PATH, shift:20,-5 (right, down), scale:1.5, erode:3, dilate:5, invert or empty")
    }
    self = parsed
  }

  private static func shift(parsing text: String) -> TargetMask? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let dx = parts[0], let dy = parts[1],
      (-largestShift...largestShift).contains(dx), (-largestShift...largestShift).contains(dy)
    else { return nil }
    return .shift(dx: dx, dy: dy)
  }

  private static func radius(_ text: String) -> Double? {
    Double(text).flatMap { (0...largestRadius).contains($0) ? $0 : nil }
  }
}
