internal import Foundation
internal import Tensors

/// Small rotations and translations of the trailing two axes, by grid search (Engstrom et al., 2019, arXiv:1712.02779,
/// section 3).
///
///     x'(p) = x( R(−θ)(p − c − δ) + c ),    c the plane's centre, θ and δ from a grid
///
/// between elements bilinearly; what comes from outside the plane is the value of the bounds nearest to 0. All planes of
/// an input (frames, channels) move alike. Angles turn elements, whatever units the two axes have. The grid is tried from
/// the smallest transformation to the largest, in shared passes; the paper takes the worst of all, as `stopsOnSuccess` off
/// does here.
///
/// Inside the region alone; values keep to the bounds and the direction. No norm limits the change: there is no budget.
/// Needs decisions.
public struct SpatialAttack: SampleAttack, Hashable {
  public let name: String
  public let settings: SpatialSettings

  public init(name: String = "spatial", settings: SpatialSettings) {
    self.name = name
    self.settings = settings
  }

  public var needs: VictimAccess { .decisions }
  public var bounds: ClosedRange<Float> { settings.bounds }
  public var stepLimit: Int { max((settings.transformations.count + rows - 1) / rows, 1) }
  public var complaints: [String] { settings.complaints }

  /// How many transformations of a sample share a question.
  private var rows: Int { 16 }

  public func search(_ oracle: Oracle) async throws {
    let set = FeasibleSet(unlimited: oracle.problem, bounds: bounds)
    let plane = oracle.problem.clean.shape.plane
    let transformations = settings.transformations
    try await oracle.look(at: set.clean)
    for start in stride(from: 0, to: transformations.count, by: rows) {
      if settings.stopsOnSuccess && oracle.succeeded { return }
      let points = transformations[start..<min(start + rows, transformations.count)].map { transformation in
        set.clipped(
          transformation.resampling(height: plane.height, width: plane.width).applied(
            to: set.clean, fill: bounds.background))
      }
      try await oracle.looks(at: points)
      oracle.countStep()
    }
  }
}

/// Which rotations and translations are tried.
public struct SpatialSettings: Sendable, Hashable {
  /// The values an input element can take.
  public var bounds: ClosedRange<Float>
  /// In elements along each of the two axes, both ways.
  public var largestShift: Float
  /// How many shifts along each axis, evenly spaced; 1 is no shift.
  public var shifts: Int
  /// In degrees, both ways.
  public var largestAngle: Float
  /// How many angles, evenly spaced; 1 is no rotation.
  public var angles: Int
  /// Off: all of the grid is tried, and the largest margin is returned.
  public var stopsOnSuccess: Bool

  public init(
    bounds: ClosedRange<Float>, largestShift: Float = 3, shifts: Int = 5, largestAngle: Float = 30, angles: Int = 31,
    stopsOnSuccess: Bool = true
  ) {
    self.bounds = bounds
    self.largestShift = largestShift
    self.shifts = shifts
    self.largestAngle = largestAngle
    self.angles = angles
    self.stopsOnSuccess = stopsOnSuccess
  }

  /// The grid without its centre, each transformation once, the smallest first.
  var transformations: [SpatialTransformation] {
    let places = Self.grid(largestShift, shifts)
    var found: [SpatialTransformation] = []
    for angle in Self.grid(largestAngle, angles) {
      for row in places {
        for column in places where angle != 0 || row != 0 || column != 0 {
          found.append(SpatialTransformation(rows: row, columns: column, degrees: angle))
        }
      }
    }
    let sizes = found.map(size)
    return found.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }.map { found[$0] }
  }

  private func size(_ transformation: SpatialTransformation) -> Double {
    let shift = max(Double(largestShift), .leastNormalMagnitude)
    let angle = max(Double(largestAngle), .leastNormalMagnitude)
    return pow(transformation.rows / shift, 2) + pow(transformation.columns / shift, 2)
      + pow(transformation.degrees / angle, 2)
  }

  private static func grid(_ largest: Float, _ count: Int) -> [Double] {
    guard count > 1, largest > 0 else { return [0] }
    return (0..<count).map { Double(largest) * (2 * Double($0) - Double(count - 1)) / Double(count - 1) }
  }

  var complaints: [String] {
    var complaints: [String] = []
    if !(largestShift >= 0 && largestShift.isFinite) {
      complaints.append("the largest shift must not be negative, is \(largestShift)")
    }
    if !(largestAngle >= 0 && largestAngle <= 180) {
      complaints.append("the largest angle must lie in 0...180 degrees, is \(largestAngle)")
    }
    if shifts < 1 || angles < 1 { complaints.append("at least 1 shift and angle, are \(shifts) and \(angles)") }
    return complaints + Budget(norm: .linf, size: 0, bounds: bounds).complaints
  }
}
