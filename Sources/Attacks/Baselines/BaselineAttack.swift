internal import Tensors

/// The smallest noise, salt and pepper, loss of contrast or blur that misleads: a line search, as Foolbox's baselines do
/// (Rauber et al., 2017, arXiv:1707.04131).
///
///     share = 1/n, 2/n, …, 1 until the first success, then halves between it and the failure before it
///
/// Along each line the result lies within `1 / (n · 2^bisections)` of a place where the decision changes: the first such
/// place if no two lie within `1/n`. Random lines are drawn anew `draws` times; on later ones nothing is asked that would
/// be longer than the best so far. The shortest success is returned. Needs decisions.
public struct BaselineAttack: SampleAttack, Hashable {
  public let name: String
  public let settings: BaselineSettings

  public init(name: String? = nil, settings: BaselineSettings) {
    self.name = name ?? settings.baseline.name
    self.settings = settings
  }

  public var needs: VictimAccess { .decisions }
  public var bounds: ClosedRange<Float> { settings.bounds }
  public var merit: Merit { .shortness(settings.norm, limit: settings.largestNorm) }
  public var stepLimit: Int { draws * (1 + settings.bisections) }
  public var complaints: [String] { settings.complaints }

  /// A line that is not random is searched once.
  private var draws: Int { settings.baseline.isRandom ? settings.draws : 1 }

  public func search(_ oracle: Oracle) async throws {
    if try await oracle.look(at: oracle.problem.clean.scalars).isReached { return }
    for draw in 0..<draws {
      oracle.restart = draw
      var stream = RandomStream(seed: settings.seed, sample: oracle.problem.id, attack: name, restart: draw)
      let line = settings.baseline.line(for: oracle.problem, bounds: bounds, using: &stream)
      try await search(line, oracle)
    }
  }

  private func search(_ line: (_ share: Double) -> [Float], _ oracle: Oracle) async throws {
    let shares = (1...settings.steps).map { Double($0) / Double(settings.steps) }
    let points = shares.map(line)
    let promising = points.indices.filter { isShorter(points[$0], oracle) }
    let looks = try await oracle.looks(at: promising.map { points[$0] })
    oracle.countStep()
    guard let first = looks.firstIndex(where: \.isReached) else { return }
    let found = promising[first]
    var (low, high) = (found == 0 ? 0 : shares[found - 1], shares[found])
    for _ in 0..<settings.bisections {
      let middle = (low + high) / 2
      let isReached = try await oracle.look(at: line(middle)).isReached
      oracle.countStep()
      if isReached { high = middle } else { low = middle }
    }
  }

  /// Whether a success here would be better than the best one.
  private func isShorter(_ point: [Float], _ oracle: Oracle) -> Bool {
    let length = PerturbationNorms(clean: oracle.problem.clean.scalars, adversarial: point)(settings.norm)
    return length < oracle.tally.bestLength && length <= Double(settings.largestNorm ?? .infinity)
  }
}

/// How the smallest of a family of baselines is searched for.
public struct BaselineSettings: Sendable, Hashable {
  public var baseline: Baseline
  /// The values an input element can take.
  public var bounds: ClosedRange<Float>
  /// In which norm a perturbation is small.
  public var norm: Norm
  /// How many lines are drawn, where they are random.
  public var draws: Int
  /// Into how many parts a line is divided.
  public var steps: Int
  public var bisections: Int
  public var seed: UInt64
  /// The longest perturbation that counts as a success; nil for any.
  public var largestNorm: Float?

  public init(
    baseline: Baseline, bounds: ClosedRange<Float>, norm: Norm = .l2, draws: Int = 10, steps: Int = 20,
    bisections: Int = 10, seed: UInt64 = 0, largestNorm: Float? = nil
  ) {
    self.baseline = baseline
    self.bounds = bounds
    self.norm = norm
    self.draws = draws
    self.steps = steps
    self.bisections = bisections
    self.seed = seed
    self.largestNorm = largestNorm
  }

  var complaints: [String] {
    var complaints: [String] = []
    if draws < 1 { complaints.append("at least 1 draw is needed, are \(draws)") }
    if steps < 1 { complaints.append("steps must be at least 1, are \(steps)") }
    if !(0...60).contains(bisections) { complaints.append("bisections must lie in 0...60, are \(bisections)") }
    if let largestNorm, !(largestNorm >= 0) {
      complaints.append("the largest norm must not be negative, is \(largestNorm)")
    }
    return complaints + Budget(norm: norm, size: 0, bounds: bounds).complaints
  }
}
