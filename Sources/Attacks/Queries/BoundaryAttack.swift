internal import Tensors

/// A walk along the decision boundary: random steps at an unchanged distance, each followed by a step inwards.
///
///     x' = x₀ + ‖x − x₀‖ · unit(x − x₀ + δ‖x − x₀‖ η⊥),   η⊥ a random direction orthogonal to x − x₀
///     x ← x₀ + (1 − ε)(x' − x₀)   if x' and that both reach the goal
///
/// It needs decisions, one or two a step, and makes L2 small. `δ` grows where more than half of the first steps succeed and
/// shrinks where less than a fifth do; `ε` with a quarter and a tenth of the second ones.
///
/// Brendel, Rauber and Bethge, 2018, arXiv:1712.04248, algorithm 1 and section 2.3. Departures: it begins with a bisection;
/// both steps are adapted after every `window` tries; between growing and shrinking they stay (a half, as in the paper, is
/// never reached where bounds cut steps off, however short these are).
public struct BoundaryAttack: DecisionAttack, Equatable {
  public let name: String
  public var settings: DecisionSettings
  /// `δ` at the start, a share of the distance.
  public var sphereStep: Float
  /// `ε` at the start, a share of the distance.
  public var inwardStep: Float
  /// After how many tries the steps are adapted.
  public var window: Int

  public init(
    name: String = "boundary", settings: DecisionSettings, sphereStep: Float = 0.1, inwardStep: Float = 0.05,
    window: Int = 20
  ) {
    self.name = name
    self.settings = settings
    self.sphereStep = sphereStep
    self.inwardStep = inwardStep
    self.window = window
  }

  public var norm: Norm { .l2 }

  public var complaints: [String] {
    settings.complaints(norm: norm, known: [.l2]) + QueryComplaints.about("the sphere step", share: sphereStep)
      + QueryComplaints.about("the inward step", share: inwardStep)
      + QueryComplaints.about("the window", atLeastOne: window)
  }

  public func search(_ oracle: Oracle) async throws {
    try await approaching(oracle) { point, path, stream in
      var sphere = AdaptiveStep(length: Double(sphereStep), range: 1e-7...1, aim: 0.2...0.5, window: window)
      var inward = AdaptiveStep(length: Double(inwardStep), range: 1e-9...0.5, aim: 0.1...0.25, window: window)
      point = try await path.boundary(towards: point, tolerance: 1e-3)
      // Steps that `Float` inputs cannot show end the walk.
      while sphere.length > 1e-7, inward.length > 1e-8 {
        oracle.countStep()
        let aside = sphereCandidate(from: point, step: sphere.length, path, using: &stream)
        let staysOutside = try await path.meter.isReached(at: aside)
        sphere.note(staysOutside)
        guard staysOutside else { continue }
        let nearer = path.point(1 - inward.length, towards: aside)
        let succeeds = try await path.meter.isReached(at: nearer)
        inward.note(succeeds)
        if succeeds { point = nearer }
      }
    }
  }

  private func sphereCandidate(
    from point: [Float], step: Double, _ path: BoundaryPath, using stream: inout RandomStream
  ) -> [Float] {
    let clean = path.reachable.clean
    let distance = path.length(of: point)
    let outwards = zip(point, clean).map { $0 - $1 }
    var change = [Float].normal(over: path.reachable, using: &stream)
    let overlap = zip(change, outwards).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    change.add(outwards, times: -overlap / max(distance * distance, .leastNormalMagnitude))
    let length = change.euclideanNorm
    guard length > 0 else { return point }
    var moved = outwards
    moved.add(change, times: step * distance / length)
    // What bounds cut off makes the way shorter: it is stretched to the sphere again, as far as they let it.
    for _ in 0..<2 {
      let candidate = path.moved(clean, along: moved, by: distance / max(moved.euclideanNorm, .leastNormalMagnitude))
      moved = zip(candidate, clean).map { $0 - $1 }
    }
    return path.moved(clean, along: moved, by: 1)
  }
}

/// A step length that follows how often steps succeed.
struct AdaptiveStep {
  private(set) var length: Double
  let range: ClosedRange<Double>
  /// The shares of successes at which the length is right.
  let aim: ClosedRange<Double>
  /// After how many tries to adapt.
  let window: Int
  private var tries = 0
  private var successes = 0

  init(length: Double, range: ClosedRange<Double>, aim: ClosedRange<Double>, window: Int) {
    self.length = length
    self.range = range
    self.aim = aim
    self.window = window
  }

  mutating func note(_ success: Bool) {
    tries += 1
    successes += success ? 1 : 0
    guard tries == window else { return }
    let share = Double(successes) / Double(tries)
    if share > aim.upperBound { length *= 1.5 } else if share < aim.lowerBound { length /= 1.5 }
    length = min(max(length, range.lowerBound), range.upperBound)
    (tries, successes) = (0, 0)
  }
}
