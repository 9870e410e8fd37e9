/// What a segmentation attack should make the network draw.
public enum TargetMask: Sendable, Hashable, CustomStringConvertible {
  /// The true mask of another sample of the same data set.
  case sample(String)
  /// A mask file.
  case file(String)
  /// The sample's own mask, moved right and down by so many pixels of the network's input.
  case shift(dx: Int, dy: Int)
  /// One class moved, the others where they are.
  case move(MaskClass, dx: Int, dy: Int)
  /// The sample's own mask, scaled about its centroid.
  case scale(Double)
  /// The sample's own mask without a rim of so many pixels.
  case erode(Double)
  /// The sample's own mask with a rim of so many pixels.
  case dilate(Double)
  /// Without one class: its place is filled with what surrounds it.
  case erase(MaskClass)
  /// One class, or all objects, with an area of so many times its own, by a rim that is added or taken away.
  case area(MaskClass?, Double)
  /// The optic cup so large that its height is this share of the disc's.
  case cupToDiscRatio(Double, disc: MaskClass, cup: MaskClass)
  /// A word in the first class on background, as large as fits the middle of the mask.
  case text(String)
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
    case .move(let label, let dx, let dy): "move:\(dx),\(dy),\(label)"
    case .scale(let factor): "scale:\(factor)"
    case .erode(let radius): "erode:\(radius)"
    case .dilate(let radius): "dilate:\(radius)"
    case .erase(let label): "erase:\(label)"
    case .area(let label, let factor):
      "\(factor < 1 ? "shrink" : "grow"):\(Self.percent(factor))" + (label.map { ",\($0)" } ?? "")
    case .cupToDiscRatio(let ratio, let disc, let cup): "ratio:\(ratio),\(disc),\(cup)"
    case .text(let word): "text:\(word)"
    case .invert: "invert"
    case .empty: "empty"
    }
  }

  /// The same in words of the clinic: "lesion erased, its place filled with what surrounds it".
  public var words: String {
    switch self {
    case .sample(let id): "the mask of \(id)"
    case .file(let path): "the mask in \(path)"
    case .shift(let dx, let dy): "the own mask moved \(Self.way(dx, dy))"
    case .move(let label, let dx, let dy): "\(label) moved \(Self.way(dx, dy)), the rest as it is"
    case .scale(let factor): "the own mask scaled by \(factor)"
    case .erode(let radius): "the own mask without a rim of \(radius) pixels"
    case .dilate(let radius): "the own mask with a rim of \(radius) pixels more"
    case .erase(let label): "\(label) erased, its place filled with what surrounds it"
    case .area(let label, let factor):
      "\(label.map { "\($0)" } ?? "every object") \(factor < 1 ? "shrunk" : "grown") by \(Self.percent(factor)) of its area"
    case .cupToDiscRatio(let ratio, let disc, let cup): "a vertical ratio of \(cup) to \(disc) of \(ratio)"
    case .text(let word): "the word \(word) instead of every object"
    case .invert: "object and background exchanged"
    case .empty: "no object at all"
    }
  }

  /// The text and what it means: what a record says of its target.
  public var longDescription: String { "\(description) (\(words))" }

  private static func percent(_ factor: Double) -> String {
    let percent = (1e4 * abs(factor - 1)).rounded() / 100
    return percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
  }

  private static func way(_ dx: Int, _ dy: Int) -> String {
    "\(abs(dx)) pixels to the \(dx < 0 ? "left" : "right") and \(abs(dy)) \(dy < 0 ? "up" : "down")"
  }
}

/// A class by its number or by its name.
public struct MaskClass: Sendable, Hashable, CustomStringConvertible {
  public let description: String

  public init(_ text: String) { description = text }

  /// Its place among the names, or its own number; nil for a name that is not there.
  public func label(among names: [String]) -> Int? {
    names.firstIndex { $0.lowercased() == description.lowercased() } ?? Int(description)
  }

  /// The class itself.
  ///
  /// - Throws: `SegmentationError` that lists the classes.
  func label(names: [String], classCount: Int) throws(SegmentationError) -> Int32 {
    if let index = names.firstIndex(where: { $0.lowercased() == description.lowercased() }), index < classCount {
      return Int32(index)
    }
    if let index = Int32(description), (0..<Int32(classCount)).contains(index) { return index }
    let known = names.isEmpty ? "" : " or \(names.joined(separator: ", "))"
    throw SegmentationError(
      "there is no class '\(description)'", in: "--target", hint: "the classes are 0 to \(classCount - 1)\(known)")
  }
}
