import Attacks
import Evaluation
import Explanations
import Foundation
import Radar
import Tensors
import Victims

/// `attack radar`, from options to a finished run.
struct RadarAttack {
  let command: AttackRadarCommand

  func carryOut(arguments: [String], isResumed: Bool) throws {
    let loaded = try command.model.load()
    let source = try RadarSource(command.recordings, loaded, region: command.region, seed: command.common.seed)
    let victim = try loaded.victim(largestBatch: command.common.batch)
    guard victim.outputShape.count == 1 else { throw AnswerIsNoClass(shape: victim.outputShape) }
    try source.check(classCount: victim.outputShape[0])
    if command.common.heatmaps { try victim.runner.checkLayer(command.common.layer) }
    let bounds = loaded.card.bounds ?? 0...1
    let first = source.first
    let run = ClassificationRun(
      source: source, victim: victim, attacks: [try planned(victim, source, bounds)], axes: source.axes,
      rounding: rounding(first), explanation: explanation(victim, axes: source.axes))
    if let caveat = command.attack.sizeCaveat(within: bounds) { Console.error(caveat) }
    let session = RunSession(options: command.common, isResumed: isResumed)
    let plan = try description(loaded, source, victim, first, arguments)
    try session.carryOut(plan) { folder, control in
      var run = run
      run.savesArrays = command.common.arrays
      return try run.run(in: folder, shards: HDF5Shards(), control: control)
    }
  }

  private func planned(
    _ victim: any Victim, _ source: RadarSource, _ bounds: ClosedRange<Float>
  ) throws -> PlannedClassification {
    let options = command.attack
    let target = try options.target.map { try ClassName.index(of: $0, among: source.classNames) }
    var request = options.request(within: bounds, axes: source.axes, seed: command.common.seed)
    if let target, try options.entry.defaults.takesStarts {
      let places = source.entries.enumerated().filter { $1.classIndex == target }.map(\.offset)
      request.starts = try TargetStarts(victim: victim, target: target, className: source.classNames[target])
        .inputs(at: places, of: source)
    }
    let base = try options.attack(request)
    var planned = PlannedClassification(
      name: base.name, attack: try plausible(base, source, bounds),
      budget: try options.budget(request, elements: source.first.input.count), seed: command.common.seed)
    if let target {
      let goal = ClassGoal.targeted(class: target)
      planned.goal = { _ in goal }
    }
    return planned
  }

  private func plausible(
    _ base: any SampleAttack, _ source: RadarSource, _ bounds: ClosedRange<Float>
  ) throws -> any ClassificationAttack {
    guard let plausibility = try command.plausible.plausibility(for: source.first) else { return base }
    guard let bounded = base as? any BoundedAttack else { throw NotPlausible(attack: base.name) }
    return PlausibleAttack(bounded, bounds: bounds, plausibility: plausibility)
  }

  /// What a success is worth once it is written into a file of the recordings' own number type.
  ///
  /// Only for a transform that can be undone and is the same for every recording.
  private func rounding(_ sample: RadarSample) -> StorageRounding? {
    guard sample.transform.roundingObstacle == nil else { return nil }
    return StorageRounding(name: "stored \(sample.facts.stored.type)") { input in
      // What cannot be stored has no logits that could be a success.
      (try? sample.roundedToStoredValues(input)) ?? input.map { _ in .nan }
    }
  }

  private func explanation(_ victim: ModelVictim, axes: [Axis]) -> ExplanationPlan? {
    guard command.common.heatmaps else { return nil }
    return .gradCAM(GradCAM(layer: command.common.layer), of: victim, axes: axes)
  }
}

// MARK: - What the run folder says

extension RadarAttack {
  private func description(
    _ loaded: LoadedModel, _ source: RadarSource, _ victim: ModelVictim, _ first: RadarSample, _ arguments: [String]
  ) throws -> RunDescription {
    let bounds = loaded.card.bounds ?? 0...1
    var model = try RunFacts.model(loaded, bounds: bounds)
    model.classNames = source.classNames
    model.axes = source.axes.map(\.rawValue)
    var data = try RunFacts.data(
      folder: command.recordings.data, paths: source.entries.map(\.path), found: source.found,
      selection: "recordings \(command.recordings.recordings) of \(command.recordings.only ?? "each class")")
    data.format = first.facts.format
    data.perClass = source.classNames.indices.map { index in source.entries.count { $0.classIndex == index } }
    var plan = RunDescription(
      task: .radar, created: SystemFacts.timestamp(), commandLine: arguments, processor: RunFacts.processor,
      seed: command.common.seed, model: model, data: data)
    plan.versions = RunFacts.versions
    plan.samples = source.ids
    plan.attacks = [try command.attack.entry.name]
    plan.batchSize = command.common.batch
    plan.settings = try settings
    if command.common.sanity == .on {
      plan.checks = try SanityProbe(
        victim: victim, samples: source.handful, bounds: bounds, seed: command.common.seed,
        budget: try probeBudget(bounds)
      ).checks()
    }
    plan.caveats = caveats(loaded, source)
    return plan
  }

  /// The run's own size, where it has one in a norm that the probe's attack knows.
  private func probeBudget(_ bounds: ClosedRange<Float>) throws -> Budget? {
    let options = command.attack
    let norm = try options.entry.norm(of: options.request(within: bounds, axes: [], seed: 0))
    guard try options.entry.measure == .fixedSize, norm != .l0, let size = options.size, size.value > 0 else {
      return nil
    }
    return Budget(norm: norm, size: size.value, bounds: bounds)
  }

  private var settings: [Setting] {
    get throws { try command.attack.settings(seed: command.common.seed) + runSettings }
  }

  private var runSettings: [Setting] {
    let attack = command.attack, recordings = command.recordings
    return [
      Setting("goal", attack.target.map { "class \($0)" } ?? "untargeted"),
      Setting("region", command.region), Setting("plausible", command.plausible.plausible ?? "any perturbation"),
      Setting("seed", "\(command.common.seed)"),
      Setting("batch", "\(command.common.batch)", unit: "samples"),
      Setting("padding of short recordings", recordings.padding ?? "as the card says, else zeros-end"),
      Setting("cropping of long recordings", recordings.cropping),
      Setting("crop to the action first", recordings.cropToAction ? "yes" : "no"),
      Setting("sanity probe", command.common.sanity.rawValue),
      Setting("heat map layer", command.common.heatmaps ? command.common.layer ?? "last convolution" : "none"),
    ]
  }

  private func caveats(_ loaded: LoadedModel, _ source: RadarSource) -> [String] {
    let first = source.first
    var caveats = first.facts.notes + source.caveats
    if let activation = loaded.finalActivation { caveats.append(activation.caveat) }
    if let mixing = loaded.mixing { caveats.append("Run sample by sample: \(mixing)") }
    if loaded.card.bounds == nil { caveats.append("Bounds were not stated; 0 to 1 was assumed.") }
    if let caveat = command.attack.sizeCaveat(within: loaded.card.bounds ?? 0...1) { caveats.append(caveat) }
    if let obstacle = first.transform.roundingObstacle {
      caveats.append("Successes were not checked after rounding: \(obstacle).")
    }
    caveats.append(
      "Sizes are measured after the transform, in the model's input units; recordings of one person or one sitting say "
        + "little about others.")
    return caveats
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
