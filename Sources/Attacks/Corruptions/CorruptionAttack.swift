public import Tensors

/// A corruption in an attack's place: one input, corrupted once, and what the victim says of it.
///
/// Nothing is searched for. Inside the region alone; values keep to the bounds and the direction. What is random comes
/// from the sample's own stream of the seed, which all severities share, so that a higher one is more of the same. No
/// norm limits the change. One question, for the decision; the corrupted input is returned whatever the answer.
public struct CorruptionAttack: SampleAttack, Hashable {
  public let corruption: Corruption
  /// 1...5, as `Corruption` lists them.
  public let severity: Int
  public let bounds: ClosedRange<Float>
  /// What the axes of an input are; where none are named, it is only known at the search that some are missing.
  public let axes: [Axis]
  public let seed: UInt64

  public init(
    _ corruption: Corruption, severity: Int = 3, bounds: ClosedRange<Float>, axes: [Axis], seed: UInt64 = 0
  ) {
    self.corruption = corruption
    self.severity = severity
    self.bounds = bounds
    self.axes = axes
    self.seed = seed
  }

  public var name: String { corruption.rawValue }
  public var needs: VictimAccess { .decisions }
  public var stepLimit: Int { 1 }

  public var complaints: [String] {
    var complaints = Budget(norm: .linf, size: 0, bounds: bounds).complaints
    if !(1...5).contains(severity) { complaints.append("the severity must lie in 1...5, is \(severity)") }
    if !axes.isEmpty, let complaint = corruption.complaint(about: axes) { complaints.append(complaint) }
    return complaints
  }

  public func search(_ oracle: Oracle) async throws {
    let problem = oracle.problem
    guard axes.count == problem.clean.rank, corruption.complaint(about: axes) == nil else {
      let complaint = corruption.complaint(about: axes) ?? "\(axes.count) axes are named for \(problem.clean.shape)"
      throw AttackError(attack: name, complaints: [complaint])
    }
    var stream = RandomStream(seed: seed, sample: problem.id, attack: name)
    let corrupted = corruption.applied(
      to: problem.clean, severity: severity, axes: axes, bounds: bounds, using: &stream)
    try await oracle.look(at: FeasibleSet(unlimited: problem, bounds: bounds).clipped(corrupted.scalars))
    oracle.countStep()
  }
}
