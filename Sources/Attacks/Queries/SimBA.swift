internal import Tensors

/// A simple black-box attack: one direction of an orthonormal basis after the other, up or down, kept where it helps.
///
///     for q in a random order of the basis, for α in (+ε, −ε):   x ← Π(x + αq) if that raises L
///
/// It needs scores; a direction takes one query or two. `q` is scaled to length 1 in the budget's norm and has no part
/// outside the region.
///
/// Guo, Gardner, You, Wilson and Weinberger, 2019, arXiv:1905.07121, algorithm 1, with its two bases. Departures: the
/// paper lowers the probability of the class and has no budget but its number of steps; here the loss is a setting and
/// every step is brought back into the budget. Where the paper ends, with every direction tried, another round begins; a
/// round that finds nothing halves ε, down to a thousandth.
public struct SimBA: ScoreAttack, Hashable {
  public enum Basis: Sendable, Hashable {
    /// One input element a direction.
    case elements
    /// The lowest frequencies of the cosine basis of each plane (the last two axes); the share along each axis.
    case cosines(keeping: Float)
  }

  public let name: String
  public var settings: ScoreSettings
  public var basis: Basis
  /// `ε`, in input units and in the budget's norm; nil for the whole budget (Linf) or a fifth of it (L2).
  public var stepSize: Float?

  public init(name: String = "simba", settings: ScoreSettings, basis: Basis = .elements, stepSize: Float? = nil) {
    self.name = name
    self.settings = settings
    self.basis = basis
    self.stepSize = stepSize
  }

  /// With the eighth of the frequencies that the authors keep.
  public static func cosines(settings: ScoreSettings, keeping share: Float = 0.125) -> SimBA {
    SimBA(name: "simba-dct", settings: settings, basis: .cosines(keeping: share))
  }

  public var complaints: [String] {
    var complaints = settings.complaints(norms: [.linf, .l2])
    complaints += QueryComplaints.about("the step size", positive: stepSize)
    if case .cosines(let share) = basis {
      complaints += QueryComplaints.about("the share of frequencies", share: share)
    }
    return complaints
  }

  public func search(_ oracle: Oracle) async throws {
    try await climbing(oracle) { clean, set, meter, stream in
      let directions = BasisDirections(basis, shape: oracle.problem.clean.shape, set: set)
      var climb = Climb(point: set.clean, loss: clean.loss)
      var step = resolvedStepSize
      while step > resolvedStepSize / 1000 {
        climb.hasMoved = false
        for index in stream.nextOrder(of: directions.count) {
          guard let direction = directions.vector(index) else { continue }
          try await climb.tryBothWays(along: direction, by: step, in: set, asking: meter)
        }
        guard climb.answersDiffer else { return oracle.noteVanishedGradient() }
        if !climb.hasMoved { step /= 2 }
      }
    }
  }

  private var resolvedStepSize: Float {
    stepSize ?? (settings.budget.norm == .linf ? settings.budget.size : settings.budget.size / 5)
  }
}

/// Where the search stands.
private struct Climb {
  var point: [Float]
  var loss: Double
  /// Whether a direction was kept since this was last taken back.
  var hasMoved = false
  /// Whether any answer differed from the one before.
  var answersDiffer = false

  init(point: [Float], loss: Double) {
    self.point = point
    self.loss = loss
  }

  /// Up a direction, or down it where up does not help; a way that the budget or the bounds close costs nothing.
  mutating func tryBothWays(
    along direction: [Float], by step: Float, in set: FeasibleSet, asking meter: QueryMeter
  ) async throws {
    for length in [step, -step] {
      var next = point
      next.add(direction, times: Double(length))
      set.project(&next)
      if next == point { continue }
      let look = try await meter.look(at: next)
      meter.oracle.countStep()
      answersDiffer = answersDiffer || look.loss != loss
      guard look.loss > loss else { continue }
      (point, loss, hasMoved) = (next, look.loss, true)
      return
    }
  }
}

/// The directions of a basis, cut to the region.
private struct BasisDirections {
  private let set: FeasibleSet
  private let places: [Int]
  private let cosines: CosineBasis?

  init(_ basis: SimBA.Basis, shape: [Int], set: FeasibleSet) {
    self.set = set
    places = set.allowed.indices.filter { set.allowed[$0] }
    if case .cosines(let share) = basis {
      cosines = CosineBasis(shape: shape, keeping: share)
    } else {
      cosines = nil
    }
  }

  var count: Int { cosines?.count ?? places.count }

  /// Of length 1 in the budget's norm; nil where nothing of a direction lies in the region.
  func vector(_ index: Int) -> [Float]? {
    guard let cosines else {
      var vector = [Float](repeating: 0, count: set.clean.count)
      vector[places[index]] = 1
      return vector
    }
    let vector = zip(cosines.vector(index), set.allowed).map { $1 ? $0 : 0 }
    let length = set.budget.norm == .linf ? vector.largestMagnitude : Float(vector.euclideanNorm)
    return length > 1e-6 ? vector.map { $0 / length } : nil
  }
}
