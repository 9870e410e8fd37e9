/// An attack that treats every sample for itself: what to do with one of them is all there is to write.
///
/// `search` reads like the paper's algorithm for one input. It asks its oracle and waits; `SearchLoop` lets many samples
/// ask at once, so that passes are full, and lets the next sample in as soon as one is through.
public protocol SampleAttack: ClassificationAttack {
  /// The least that the attack must see of its victim.
  var needs: VictimAccess { get }
  /// The values that an input element can take.
  var bounds: ClosedRange<Float> { get }
  /// What makes one success better than another.
  var merit: Merit { get }
  /// The least loss that a success must have, for attacks that want more than to cross the boundary.
  var confidence: Double { get }
  /// The loss that the victim's logits must be good for.
  var loss: ClassificationLoss { get }
  /// The most steps that a sample can take; for progress.
  var stepLimit: Int { get }
  /// Everything that is wrong with the settings themselves.
  var complaints: [String] { get }

  /// Searches for one sample.
  ///
  /// Points that are looked at are offered by the oracle, which keeps the best; nothing is returned. Whatever the oracle
  /// throws must be passed on: it is how a search is stopped.
  func search(_ oracle: Oracle) async throws
}

extension SampleAttack {
  public var needs: VictimAccess { .gradients }
  public var merit: Merit { .loss }
  public var confidence: Double { -.infinity }
  public var loss: ClassificationLoss { .margin }

  public func run(
    _ problems: [AttackProblem], against victim: any Victim, control: AttackControl
  ) throws -> [Outcome] {
    var complaints = complaints
    if victim.access < needs {
      complaints.append("the attack needs \(needs), and of this victim only \(victim.access) are known")
    }
    complaints += ProblemCheck(victim: victim, bounds: bounds, loss: loss).complaints(about: problems)
    guard complaints.isEmpty else { throw AttackError(attack: name, complaints: complaints) }
    return try SearchLoop(attack: self, problems: problems, victim: victim, control: control).run()
  }
}
