import Attacks
import Evaluation
import Explanations
import Tensors
import Victims

/// One attack on one classifier, from model and data to a finished run; what the samples are is the source's business.
struct ClassifierAttack {
  let loaded: LoadedModel
  let source: LabelledSource
  let origin: RunFacts.DataOrigin
  let attack: AttackOptions
  let region: String
  let common: RunOptions
  /// Which perturbations could have been seen by the sensor, and how the flag said it; nil where no such flag exists.
  var plausible: (words: String, plausibility: Plausibility?)?
  /// How samples were made of files: what only this kind of data has to set.
  var dataSettings: [Setting] = []
  /// What stands at the end of every list of caveats.
  var closingCaveat: String

  private var bounds: ClosedRange<Float> { loaded.card.bounds ?? 0...1 }

  func carryOut(arguments: [String], isResumed: Bool) throws {
    let victim = try loaded.victim(largestBatch: common.batch, recomputes: common.memory.recomputes)
    guard victim.outputShape.count == 1 else { throw AnswerIsNoClass(shape: victim.outputShape) }
    try source.check(classCount: victim.outputShape[0])
    if common.heatmaps { try victim.runner.checkLayer(common.layer) }
    var run = ClassificationRun(
      source: source, victim: victim, attacks: [try planned(victim)], axes: source.axes, rounding: source.data.rounding,
      explanation: explanation(victim))
    run.savesArrays = common.arrays
    if let caveat = attack.sizeCaveat(within: bounds) { Console.error(caveat) }
    let session = RunSession(options: common, isResumed: isResumed)
    try session.carryOut(try description(victim, arguments)) { folder, control in
      try run.run(in: folder, shards: HDF5Shards(), control: control)
    }
  }

  private func planned(_ victim: ModelVictim) throws -> PlannedClassification {
    let target = try attack.target.map { try ClassName.index(of: $0, among: source.classNames) }
    var request = attack.request(within: bounds, axes: source.axes, seed: common.seed)
    if let target, try attack.entry.defaults.takesStarts {
      let places = source.entries.enumerated().filter { $1.classIndex == target }.map(\.offset)
      request.starts = try TargetStarts(victim: victim, target: target, className: source.classNames[target])
        .inputs(at: places, of: source)
    }
    let base = try attack.attack(request)
    var planned = PlannedClassification(
      name: base.name, attack: try restricted(base),
      budget: try attack.budget(request, elements: loaded.inputShape.product), seed: common.seed)
    planned.plausible = plausible?.plausibility?.name
    planned.searchVictim = try victim.searched(in: common.arithmetic.resolved)
    if let target {
      let goal = ClassGoal.targeted(class: target)
      planned.goal = { _ in goal }
    }
    return planned
  }

  private func restricted(_ base: any SampleAttack) throws -> any ClassificationAttack {
    guard let plausibility = plausible?.plausibility else { return base }
    guard let bounded = base as? any BoundedAttack else { throw NotPlausible(attack: base.name) }
    return PlausibleAttack(bounded, bounds: bounds, plausibility: plausibility)
  }

  private func explanation(_ victim: ModelVictim) -> ExplanationPlan? {
    guard common.heatmaps else { return nil }
    return .gradCAM(GradCAM(layer: common.layer), of: victim, axes: source.axes)
  }
}

// MARK: - What the run folder says

extension ClassifierAttack {
  private func description(_ victim: ModelVictim, _ arguments: [String]) throws -> RunDescription {
    var plan = try RunFacts.classifierRun(
      RunFacts.model(loaded, bounds: bounds), source, from: origin, created: SystemFacts.timestamp(),
      arguments: arguments, seed: common.seed)
    plan.attacks = [try attack.entry.name]
    plan.batchSize = common.batch
    plan.settings = try attack.settings(seed: common.seed) + runSettings + [common.arithmetic.setting]
    if common.sanity == .on {
      plan.checks = try SanityProbe(
        victim: victim, samples: source.handful, bounds: bounds, seed: common.seed, budget: try probeBudget()
      ).checks()
    }
    plan.caveats += caveats
    return plan
  }

  /// The run's own size, where it has one in a norm that the probe's attack knows.
  private func probeBudget() throws -> Budget? {
    let norm = try attack.entry.norm(of: attack.request(within: bounds, axes: [], seed: 0))
    guard try attack.entry.measure == .fixedSize, norm != .l0, let size = attack.size, size.value > 0 else {
      return nil
    }
    return Budget(norm: norm, size: size.value, bounds: bounds)
  }

  private var runSettings: [Setting] {
    [Setting("goal", attack.target.map { "class \($0)" } ?? "untargeted"), Setting("region", region)]
      + (plausible.map { [Setting("plausible", $0.words)] } ?? [])
      + [Setting("seed", "\(common.seed)"), Setting("batch", "\(common.batch)", unit: "samples")] + dataSettings
      + [
        Setting("sanity probe", common.sanity.rawValue),
        Setting("heat map layer", common.heatmaps ? common.layer ?? "last convolution" : "none"),
      ]
  }

  private var caveats: [String] {
    let obstacle = source.data.roundingObstacle.map { "Successes were not checked after rounding: \($0)." }
    return RunFacts.caveats(of: loaded)
      + [attack.sizeCaveat(within: bounds), obstacle, closingCaveat].compactMap { $0 }
  }
}

struct AnswerIsNoClass: Error, CustomStringConvertible {
  let shape: [Int]
  var description: String { "the model gives \(shape) for a sample, not [classes]: it is no classifier" }
}

struct NotPlausible: Error, CustomStringConvertible {
  let attack: String
  var description: String {
    "--plausible does not go with --attack \(attack), which cannot search among plausible perturbations; take one of "
      + "fgsm, bim, pgd, apgd, cw"
  }
}
