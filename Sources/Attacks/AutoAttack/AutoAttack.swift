internal import Tensors

/// AutoAttack: four attacks in turn on one sample, until one succeeds, with nothing to tune.
///
/// | version | members |
/// |---|---|
/// | `standard`, Linf and L2 | APGD-CE; APGD-T, 9 classes; FAB-T, 9 classes; Square, 5000 queries |
/// | `standard`, L1 | APGD-CE, 5 starts; APGD-T, 5 classes; FAB-T, 9 classes; Square, 5000 queries |
/// | `rand` | APGD-CE and APGD-DLR, each point looked at 20 times |
///
/// The clean input is looked at first; where it is wrong already that is the result. What is found is what the members
/// find alone with the same seed; failures are compared by the margin of the goal. `Outcome.restart` says who found it:
/// `memberName(ofRestart:)`.
///
/// Fewer classes: members aim at all there are. Where the targeted difference-of-logits ratio is not defined (fewer than
/// 4) APGD-T raises `z_t − z_y`; where the untargeted one is not (2) APGD-DLR raises the margin. A problem that names its
/// target is attacked with APGD-CE, APGD-T and FAB towards that class and the targeted square attack; without a true class
/// given, APGD-T compares with the one predicted.
///
/// The victim must show gradients.
///
/// Sources: Croce and Hein, 2020, arXiv:2003.01690, §4; L1: 2021, arXiv:2103.01208.
public struct AutoAttack: SampleAttack, BoundedAttack, Hashable {
  public let name: String
  public let settings: AutoAttackSettings

  public init(name: String = "autoattack", settings: AutoAttackSettings) {
    self.name = name
    self.settings = settings
  }

  /// The members of one version, with the authors' settings.
  public init(budget: Budget, version: AutoAttackSettings.Version = .standard, seed: UInt64 = 0) {
    self.init(settings: AutoAttackSettings(budget: budget, version: version, seed: seed))
  }

  public var budget: Budget? { settings.budget }

  public func working(within bounds: ClosedRange<Float>) -> AutoAttack {
    var settings = settings
    settings.budget = Budget(norm: settings.budget.norm, size: settings.budget.size, bounds: bounds)
    return AutoAttack(name: name, settings: settings)
  }

  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var stepLimit: Int { members.reduce(0) { $0 + $1.attack.stepLimit } }

  /// What is wrong with any member's settings, each complaint once.
  public var complaints: [String] {
    var complaints: [String] = []
    for member in members {
      for complaint in member.attack.complaints where !complaints.contains(complaint) { complaints.append(complaint) }
    }
    return complaints
  }

  public func search(_ oracle: Oracle) async throws {
    let draws = settings.version == .rand ? Self.draws : 1
    let margin = AimedLoss(loss: .margin, aim: oracle.problem.aim)
    _ = try await oracle.survey(oracle.problem.clean.scalars, of: margin, wantsGradient: false, draws: draws)
    guard settings.budget.size > 0 else { return }
    for member in members {
      if oracle.succeeded { return }
      oracle.restart = member.firstRestart
      try await member.attack.search(oracle)
    }
  }

  /// Which member a restart belongs to.
  public func memberName(ofRestart restart: Int) -> String? {
    members.last { $0.firstRestart <= restart }?.attack.name
  }
}
