internal import Foundation
internal import Tensors

/// A geometric attack: where the boundary is nearly flat, the nearest point of it lies along its normal.
///
///     n ← normal at the boundary point x_B from N_t decisions                        (`BoundaryNormal`)
///     x_B ← the boundary along x₀ + r v,   v = n/‖n‖₂ for L2, sign(n) for Linf
///
/// for `T` rounds, with numbers of decisions that grow by λ^(−2/3) from round to round. It needs decisions.
///
/// Rahmati, Moosavi-Dezfooli, Frossard and Dai, 2020, arXiv:2003.06468, algorithms 1 and 2, equation 18 for the numbers of
/// decisions. Departures: the baseline and the scaling of `BoundaryNormal`; by default no subspace of low frequencies (the
/// paper's is for images; `frequencies` sets it); a round that finds no boundary keeps the old point.
public struct GeoDA: DecisionAttack, Equatable {
  public let name: String
  public let norm: Norm
  public var settings: DecisionSettings
  /// `T`; nil for one round in 500 queries.
  public var rounds: Int?
  /// `λ`: below 1, later rounds are given more decisions.
  public var decay: Float
  /// How far decisions for the normal are asked for from the boundary, as a share of the distance to the clean input.
  public var spread: Float
  /// The share of the lowest frequencies, along each of the last two axes, that normals are made of.
  public var frequencies: Float

  public init(
    name: String = "geoda", norm: Norm, settings: DecisionSettings, rounds: Int? = nil, decay: Float = 0.6,
    spread: Float = 0.02, frequencies: Float = 1
  ) {
    self.name = name
    self.norm = norm
    self.settings = settings
    self.rounds = rounds
    self.decay = decay
    self.spread = spread
    self.frequencies = frequencies
  }

  public var complaints: [String] {
    settings.complaints(norm: norm, known: [.linf, .l2])
      + QueryComplaints.about("the rounds", atLeastOne: rounds ?? 1)
      + QueryComplaints.about("the decay", share: decay) + QueryComplaints.about("the spread", share: spread)
      + QueryComplaints.about("the share of frequencies", share: frequencies)
  }

  public func search(_ oracle: Oracle) async throws {
    try await approaching(oracle) { point, path, stream in
      let estimator = BoundaryNormal(path: path, direction: directions(oracle.problem, path.reachable))
      point = try await path.boundary(towards: point, tolerance: tolerance)
      for count in counts(within: path.meter.left) {
        let distance = Double(spread) * path.length(of: point)
        let normal = try await estimator.normal(at: point, from: count, distance: distance, using: &stream)
        oracle.countStep()
        let direction = path.steepest(normal)
        guard let far = try await crossing(along: direction, from: path.length(of: point), path) else { continue }
        point = try await path.boundary(towards: far, tolerance: tolerance)
      }
    }
  }

  /// The share of a way that is left uncertain: well below the spread.
  private var tolerance: Double { Double(spread) / 20 }

  /// Normal deviates: of every element, or of the lowest frequencies.
  private func directions(_ problem: AttackProblem, _ set: FeasibleSet) -> (inout RandomStream) -> [Float] {
    guard frequencies < 1 else { return { .normal(over: set, using: &$0) } }
    let basis = CosineBasis(shape: problem.clean.shape, keeping: frequencies)
    return { stream in
      let noise = basis.combination(of: (0..<basis.count).map { _ in stream.nextGaussian() })
      return zip(noise, set.allowed).map { $1 ? $0 : 0 }
    }
  }

  /// How many decisions each round's normal is made of, when 30 a round are set aside for the boundary.
  private func counts(within queries: Int) -> [Int] {
    let rounds = max(self.rounds ?? queries / 500, 1)
    let weights = (0..<rounds).map { pow(Double(decay), -2 / 3 * Double($0)) }
    let total = weights.reduce(0, +)
    return weights.map { max(Int(Double(max(queries - 30 * rounds, 0)) * $0 / total), 2) }
  }

  /// A point of the ray from the clean input that reaches the goal; nil where none does before the bounds end it.
  private func crossing(along direction: [Float], from distance: Double, _ path: BoundaryPath) async throws -> [Float]?
  {
    var (length, former) = (distance, path.reachable.clean)
    for _ in 0..<30 {
      let candidate = path.moved(path.reachable.clean, along: direction, by: length)
      if candidate == former { return nil }
      if try await path.meter.isReached(at: candidate) { return candidate }
      (length, former) = (length * 1.5, candidate)
    }
    return nil
  }
}
