import Attacks
import Evaluation
import Radar
import Tensors

/// Makes a study's settings concrete for its victims and recordings.
struct StudySettingsFactory {
  let file: StudyFile
  let victims: StudyVictims
  /// A recording like the others.
  let sample: RadarSample

  func settings() throws -> StudySettings {
    let size = Float(file.size)
    var settings = StudySettings(
      bounds: victims.bounds, axes: victims.preparation.axes, classNames: victims.classNames, sweep: file.sweep,
      size: size)
    settings.experiments = file.experiments
    settings.seed = file.seed
    settings.batchSize = file.batch
    settings.framing = StudyFraming(padding: PaddingMode(victims.preparation.framing?.padding ?? .zerosAtEnd))
    settings.attacks = file.attacks.map(attack)
    settings.goals = file.goals
    settings.paddingModes = file.paddingModes
    settings.paddingShares = file.paddingShares
    settings.paddingSizes = file.paddingSizes?.map { Float($0) } ?? [size]
    settings.contextRegions = file.contextRegions
    settings.contextSizes = file.contextSizes?.map { Float($0) } ?? [size]
    settings.paddedFraming = settings.framing
    settings.paddedFraming.paddingShare = file.paddedShare
    settings.importanceSize = file.importanceSize.map { Float($0) } ?? size
    settings.topShare = file.topShare
    settings.defenceSize = file.defenceSize.map { Float($0) } ?? size
    settings.plausibleSize = file.plausibleSize.map { Float($0) } ?? size
    settings.exampleCount = file.examples
    settings.limits = file.limits
    let factory = PlausibilityFactory(sample: sample, window: file.window, zeroPadding: file.zeroPadding)
    settings.storage = factory.grid
    if file.experiments.contains(.plausible) {
      settings.restrictions = try file.restrictions.compactMap { try RestrictionWords($0)?.restriction(factory) }
    }
    return settings
  }

  private func attack(_ wanted: StudyFile.Attack) -> StudyAttack {
    let facts = StudyAttackFacts(
      name: wanted.name, method: wanted.method.rawValue, norm: wanted.norm.rawValue, size: wanted.size,
      settings: StudySettingsText.settings(of: wanted))
    guard wanted.method != .cw else { return StudyAttack(facts: facts, attack: carliniWagner(wanted)) }
    let budget = Budget(norm: wanted.norm, size: Float(wanted.size ?? 0), bounds: victims.bounds)
    // Examples that stop at the surrogate's boundary seldom cross another's: every step is taken.
    let settings = GradientAttackSettings(
      budget: budget, steps: wanted.method == .fgsm ? 1 : wanted.steps,
      stepSize: wanted.method == .fgsm && budget.size > 0 ? budget.size : nil, randomStart: wanted.method == .pgd,
      seed: file.seed, stopsOnSuccess: false)
    return StudyAttack(
      facts: facts, attack: GradientAttack(name: wanted.method.rawValue, settings: settings))
  }

  private func carliniWagner(_ wanted: StudyFile.Attack) -> CarliniWagner {
    let settings = CarliniWagnerSettings(
      bounds: victims.bounds, confidence: Float(wanted.confidence), steps: wanted.steps, searches: wanted.searches,
      learningRate: Float(wanted.learningRate), largestNorm: wanted.size.map { Float($0) })
    return CarliniWagner(settings: settings)
  }
}
