internal import Foundation
internal import Tensors

/// Along the boundary by estimates of its normal: hop to it by bisection, estimate, skip up the normal, jump back.
///
///     x ← bisect(x̃, x₀)                              to the boundary, as near as a small share of δ
///     n ← normal at x from B₀√t decisions at distance δ,   δ = ‖x − x₀‖ / d         (`BoundaryNormal`)
///     x̃ ← x + ξ v,   v = n/‖n‖₂ for L2, sign(n) for Linf,   ξ = ‖x − x₀‖ / √t, halved until x̃ reaches the goal
///
/// `d` is the number of allowed elements, the norms are the attack's own. It needs decisions.
///
/// Chen, Jordan and Wainwright, 2020, arXiv:1904.02144, algorithms 1 and 2. Departures: normal directions for both norms;
/// `δ` never falls so low that `Float` inputs do not move (d may be 10⁵); no more than three quarters of what is left is
/// spent on an estimate; the shortest of all points that reached the goal is returned.
public struct HopSkipJump: DecisionAttack, Equatable {
  public let name: String
  public let norm: Norm
  public var settings: DecisionSettings
  /// `B₀`.
  public var firstSamples: Int
  /// The most decisions for an estimate.
  public var mostSamples: Int

  public init(
    name: String = "hopskipjump", norm: Norm, settings: DecisionSettings, firstSamples: Int = 100,
    mostSamples: Int = 10_000
  ) {
    self.name = name
    self.norm = norm
    self.settings = settings
    self.firstSamples = firstSamples
    self.mostSamples = mostSamples
  }

  public var complaints: [String] {
    settings.complaints(norm: norm, known: [.linf, .l2])
      + QueryComplaints.about("the first samples", atLeastOne: firstSamples)
      + QueryComplaints.about("the most samples", atLeastOne: mostSamples)
  }

  public func search(_ oracle: Oracle) async throws {
    try await approaching(oracle) { point, path, stream in
      let estimator = BoundaryNormal(path: path) { .normal(over: path.reachable, using: &$0) }
      point = try await path.boundary(towards: point, tolerance: tolerance(path))
      var turn = 0.0
      while true {
        oracle.countStep()
        turn += 1
        let root = turn.squareRoot()
        let affordable = Double(min(mostSamples, path.meter.left * 3 / 4))
        let count = Int(min(Double(firstSamples) * root, affordable))
        guard count >= 2 else { return }
        let normal = try await estimator.normal(
          at: point, from: count, distance: probeDistance(at: point, path), using: &stream)
        guard let jumped = try await skip(from: point, along: path.steepest(normal), length: 1 / root, path) else {
          continue
        }
        point = try await path.boundary(towards: jumped, tolerance: tolerance(path))
      }
    }
  }

  /// The share of a way that is left uncertain: well below `δ`.
  private func tolerance(_ path: BoundaryPath) -> Double {
    let dimension = Double(path.dimension)
    return 1 / (norm == .linf ? dimension * dimension : dimension * dimension.squareRoot())
  }

  /// `δ`, an L2 length: what is `‖x − x₀‖ / d` an element for Linf is √d times that for the vector.
  private func probeDistance(at point: [Float], _ path: BoundaryPath) -> Double {
    let dimension = Double(path.dimension)
    let width = Double(bounds.upperBound - bounds.lowerBound)
    let wanted = path.length(of: point) / (norm == .linf ? dimension.squareRoot() : dimension)
    return max(wanted, 1e-6 * width * dimension.squareRoot())
  }

  /// The first of `x + ξv`, with ξ halved from a share of the distance on, that reaches the goal; nil where none of many
  /// does.
  private func skip(
    from point: [Float], along direction: [Float], length share: Double, _ path: BoundaryPath
  ) async throws -> [Float]? {
    var length = share * path.length(of: point)
    for _ in 0..<20 {
      let candidate = path.moved(point, along: direction, by: length)
      if candidate == point { return nil }
      if try await path.meter.isReached(at: candidate) { return candidate }
      length /= 2
    }
    return nil
  }
}
