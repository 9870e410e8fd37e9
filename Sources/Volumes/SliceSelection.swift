/// Which planes of every volume become images.
///
/// | text | axis | planes |
/// |---|---|---|
/// | "auto" | the one with the largest spacing, the third of equals | all |
/// | "i", "j", "k" | the first, second, third stored one | all |
/// | "axial", "coronal", "sagittal" | by the file's orientation | all |
/// | "k:10..20" | | those, both included |
/// | "k:12" | | that one |
/// | "k:every:5" | | every fifth, from the middle of the first five on |
/// | "k:labelled" | | those whose mask is not all background |
///
/// "@3" at the end takes the volume 3 (from 0) along a fourth axis.
public struct SliceSelection: Sendable, Hashable {
  public enum Axis: Sendable, Hashable {
    case automatic
    case stored(Int)
    /// Perpendicular to the patient's axis: 0 left to right, 1 back to front, 2 feet to head.
    case anatomical(Int)
  }

  public enum Planes: Sendable, Hashable {
    case all
    case range(ClosedRange<Int>)
    case every(Int)
    case labelled
  }

  public var axis: Axis
  public var planes: Planes
  public var frame: Int

  public init(axis: Axis = .automatic, planes: Planes = .all, frame: Int = 0) {
    (self.axis, self.planes, self.frame) = (axis, planes, frame)
  }

  public init(parsing text: String) throws(VolumeError) {
    let ends = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    let parts = ends[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let frame = ends.count == 2 ? Int(ends[1]) : 0
    guard ends.count <= 2, let frame, frame >= 0, let axis = Self.axes[parts[0]],
      let planes = parts.count == 2 ? Self.planes(parts[1]) : .all
    else {
      throw VolumeError(
        "'\(text)' chooses no slices", in: "--slices",
        hint: "write an axis (auto, i, j, k, axial, coronal, sagittal) and, after a colon, which: 10..20, 12, every:5 "
          + "or labelled; @1 at the end for the second volume of a fourth axis")
    }
    self.init(axis: axis, planes: planes, frame: frame)
  }

  private static let axes: [String: Axis] = [
    "auto": .automatic, "i": .stored(0), "j": .stored(1), "k": .stored(2), "sagittal": .anatomical(0),
    "coronal": .anatomical(1), "axial": .anatomical(2),
  ]

  private static func planes(_ text: String) -> Planes? {
    if text == "all" { return .all }
    if text == "labelled" { return .labelled }
    if text.hasPrefix("every:") { return Int(text.dropFirst(6)).flatMap { $0 > 0 ? .every($0) : nil } }
    guard let dots = text.firstRange(of: "..") else { return Int(text).flatMap { $0 >= 0 ? .range($0...$0) : nil } }
    guard let first = Int(text[..<dots.lowerBound]), let last = Int(text[dots.upperBound...]), first >= 0, first <= last
    else { return nil }
    return .range(first...last)
  }

  /// The planes of a volume, in order; those of `labelled` are all of them here.
  ///
  /// - Throws: `VolumeError` where the axis, a plane or the frame does not exist.
  public func slices(of header: NIfTIHeader, source: String) throws(VolumeError) -> [VolumeSlice] {
    let axis = try axis(of: header, source)
    guard frame < header.frameCount else {
      throw VolumeError(
        "volume \(frame) is wanted of \(header.frameCount)", in: source, hint: "they are counted from 0: --slices …@0")
    }
    let count = header.extents[axis]
    return try indices(count, source).map { VolumeSlice(axis: axis, index: $0, frame: frame) }
  }

  private func indices(_ count: Int, _ source: String) throws(VolumeError) -> [Int] {
    switch planes {
    case .all, .labelled: return Array(0..<count)
    case .every(let step): return Array(stride(from: min(step / 2, count - 1), to: count, by: step))
    case .range(let range):
      guard range.upperBound < count else {
        throw VolumeError(
          "slice \(range.upperBound) is wanted of \(count)", in: source, hint: "they are counted from 0")
      }
      return Array(range)
    }
  }

  private func axis(of header: NIfTIHeader, _ source: String) throws(VolumeError) -> Int {
    switch axis {
    case .stored(let axis): return axis
    case .automatic:
      guard header.shape.count > 2 else { return 2 }
      return (0..<3).reduce(0) { header.geometry.spacing[$1] >= header.geometry.spacing[$0] * 0.999 ? $1 : $0 }
    case .anatomical(let direction):
      guard let axis = header.geometry.axis(ofDirection: direction) else {
        throw VolumeError(
          "the file does not say how the patient lies", in: source, hint: "choose the axis with --slices i, j or k")
      }
      return axis
    }
  }
}
