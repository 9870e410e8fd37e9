internal import Foundation

/// How the axes of a volume lie in the patient, and how far apart its voxels are.
///
/// NIfTI's world has x to the patient's right, y to the front (anterior), z to the head (superior). `code` names the
/// direction in which each stored axis runs, as nibabel's `aff2axcodes` does: "RAS", "LPS".
public struct VolumeGeometry: Sendable, Hashable {
  /// Where the directions are from.
  public enum Origin: String, Sendable, Hashable {
    case sform, qform
    /// Neither is set: how the patient lies is not known.
    case none = "neither sform nor qform"
  }

  /// Millimetres (if the file says its unit) between neighbours along each of the three axes.
  public let spacing: [Double]
  /// World coordinates of a step along each axis: `columns[axis][coordinate]`.
  public let columns: [[Double]]
  public let origin: Origin
  /// Three letters, or nil where the origin is `none` or the axes do not span space.
  public let code: String?
  /// The largest angle between an axis and the direction that its letter stands for, in degrees.
  public let obliqueness: Double

  init(spacing: [Double], columns: [[Double]], origin: Origin) {
    (self.spacing, self.columns, self.origin) = (spacing, columns, origin)
    let directions = origin == .none ? nil : Self.directions(columns)
    code = directions?.map(\.letter).joined()
    obliqueness = directions?.map(\.angle).max() ?? 0
  }

  /// Which of the three axes runs between head and feet (2), front and back (1), left and right (0) of the patient.
  func axis(ofDirection direction: Int) -> Int? {
    guard let code else { return nil }
    return code.firstIndex { Self.letters[direction].contains($0) }.map { code.distance(from: code.startIndex, to: $0) }
  }

  private static let letters: [[Character]] = [["L", "R"], ["P", "A"], ["I", "S"]]
  private static let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]

  private typealias Direction = (letter: String, angle: Double)

  /// Each axis is given the world direction nearest to it, no direction twice: of the six ways that with the largest
  /// sum of cosines.
  private static func directions(_ columns: [[Double]]) -> [Direction]? {
    let units = columns.map { column -> [Double] in
      let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return column.map { $0 / length }
    }
    guard units.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    func total(_ order: [Int]) -> Double { (0..<3).reduce(0) { $0 + abs(units[$1][order[$1]]) } }
    guard let order = orders.max(by: { total($0) < total($1) }) else { return nil }
    let cosines = (0..<3).map { units[$0][order[$0]] }
    guard cosines.allSatisfy({ abs($0) > 1e-6 }) else { return nil }
    return (0..<3).map { axis in
      (String(letters[order[axis]][cosines[axis] > 0 ? 1 : 0]), acos(min(abs(cosines[axis]), 1)) * 180 / .pi)
    }
  }

  /// Whether two volumes lie alike: the same directions, and steps that differ by less than a hundredth of a voxel.
  public func agrees(with other: VolumeGeometry) -> Bool {
    guard code == other.code else { return false }
    guard origin != .none, other.origin != .none else { return true }
    return (0..<3).allSatisfy { axis in
      let size = max(abs(spacing[axis]), 1e-9)
      return (0..<3).allSatisfy { abs(columns[axis][$0] - other.columns[axis][$0]) < 0.01 * size }
    }
  }
}

extension VolumeGeometry {
  /// From the quaternion of a qform (NIfTI-1 header, "method 2"); `handedness` is −1 where the third axis is turned.
  init(quaternion b: Double, _ c: Double, _ d: Double, spacing: [Double], handedness: Double) {
    // Rounding may leave a vector a little longer than 1, which means half a turn.
    let a = max(1 - b * b - c * c - d * d, 0).squareRoot()
    let rotation = [
      [a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)],
      [2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)],
      [2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - b * b - c * c],
    ]
    let scales = [spacing[0], spacing[1], spacing[2] * handedness]
    self.init(
      spacing: spacing, columns: (0..<3).map { axis in rotation[axis].map { $0 * scales[axis] } }, origin: .qform)
  }
}
