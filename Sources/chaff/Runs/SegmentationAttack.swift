import Attacks
import Evaluation
import Explanations
import Segmentation
import Tensors
import Victims

/// `attack segmentation`, from options to a finished run.
struct SegmentationAttack {
  let command: AttackSegmentationCommand
  private static let axes: [Axis] = [.channel, .height, .width]

  func carryOut(arguments: [String], isResumed: Bool) throws {
    let loaded = try command.model.load()
    let victim = try ModelVictim(loaded.runner(largestBatch: 1))
    guard victim.outputShape.count == 3 else { throw AnswerIsNoMask(shape: victim.outputShape) }
    let dataset = try command.masks.dataset(loaded)
    let source = SegmentationSource(
      dataset: dataset, target: try TargetMask(parsing: command.attack.target), outputShape: victim.outputShape,
      region: try RegionResolving(command.region, seed: command.run.seed), axes: Self.axes)
    let bounds = loaded.card.bounds ?? 0...1
    var run = SegmentationRun(
      source: source, victim: victim, attacks: [planned(bounds)],
      criterion: MaskCriterion(.meanIoU, threshold: command.attack.goalIoU, ignored: Int(Mask.void)), axes: Self.axes,
      rounding: .eightBits(over: bounds), explanation: explanation(victim))
    run.savesArrays = command.run.arrays
    let plan = try description(loaded, source, victim, bounds, arguments)
    let session = RunSession(options: command.run, isResumed: isResumed)
    try session.carryOut(plan) { try run.run(in: $0, shards: HDF5Shards(), control: $1) }
  }

  private var attackName: String { command.attack.mode == .usable ? "asma" : "asma-literal" }

  private func planned(_ bounds: ClosedRange<Float>) -> PlannedSegmentation {
    let attack = command.attack.attack(within: bounds)
    let options = command.run
    return PlannedSegmentation(
      name: attackName, budget: command.attack.budget(within: bounds), bounds: bounds, seed: options.seed
    ) { jobs, victim, shouldStop in
      try jobs.map { job in
        var line = ProgressLine(job.id, isQuiet: options.quiet)
        let control = MaskControl(
          shouldStop: shouldStop,
          didAdvance: { entry, limit in
            line.update(entry.iteration, of: limit, note: "IoU \(Self.short(entry.meanIoU)), L2 \(Self.short(entry.l2))")
          })
        let outcome = try attack.run(MaskProblem(job, classCount: victim.outputShape[0]), against: victim, control: control)
        return TracedOutcome(outcome: outcome.outcome, trace: IterationTrace(outcome.trace))
      }
    }
  }

  private func explanation(_ victim: ModelVictim) -> ExplanationPlan? {
    guard command.run.heatmaps else { return nil }
    let gradCAM = GradCAM(layer: command.run.layer)
    return ExplanationPlan { input, label in
      Explanation(heat: try gradCAM(of: input, axes: Self.axes, score: .maskClass(label), by: victim).values)
    }
  }

  private static func short(_ value: Double) -> String {
    let thousandths = (value * 1000).rounded() / 1000
    return "\(thousandths)"
  }
}

extension MaskProblem {
  fileprivate init(_ job: SegmentationJob, classCount: Int) {
    let goal = MaskGoal(
      target: job.target.classes, height: job.target.height, width: job.target.width, classCount: classCount,
      ignoredLabel: Int(Mask.void))
    self.init(id: job.id, clean: job.clean, region: job.region, goal: goal)
  }
}

extension IterationTrace {
  fileprivate init(_ trace: [MaskTraceEntry]) {
    self.init(
      iteration: trace.map(\.iteration), iou: trace.map(\.meanIoU), accuracy: trace.map(\.pixelAccuracy),
      l2: trace.map(\.l2), linf: trace.map(\.linf), multiplier: trace.map(\.multiplier))
  }
}

struct AnswerIsNoMask: Error, CustomStringConvertible {
  let shape: [Int]
  var description: String { "the model gives \(shape) for a sample, not [classes, height, width]: it is no segmentation network" }
}

// MARK: - What the run folder says

extension SegmentationAttack {
  private func description(
    _ loaded: LoadedModel, _ source: SegmentationSource, _ victim: ModelVictim, _ bounds: ClosedRange<Float>,
    _ arguments: [String]
  ) throws -> RunDescription {
    var model = try RunFacts.model(loaded, bounds: bounds)
    model.axes = Self.axes.map(\.rawValue)
    if model.classNames.isEmpty { model.classNames = Self.classNames(victim.outputShape[0]) }
    let pairs = source.dataset.pairs
    var data = try RunFacts.data(
      folder: command.masks.data, paths: pairs.flatMap { [$0.imagePath, $0.maskPath] }, found: pairs.count,
      selection: command.masks.samples)
    data.selected = pairs.count
    data.format = "images with masks"
    var plan = RunDescription(
      task: .segmentation, created: SystemFacts.timestamp(), commandLine: arguments, processor: RunFacts.processor,
      seed: command.run.seed, model: model, data: data)
    plan.versions = RunFacts.versions
    plan.samples = source.ids
    plan.attacks = [attackName]
    plan.settings = settings
    let probe = try source.load(0).input
    plan.checks = try VictimProbe(
      victim: victim, inputs: Tensor(batching: [probe]), bounds: bounds, seed: command.run.seed
    ).checks()
    plan.caveats = caveats(loaded)
    return plan
  }

  private static func classNames(_ count: Int) -> [String] {
    count == 2 ? ["background", "foreground"] : (0..<count).map { "class \($0)" }
  }

  private var settings: [Setting] {
    let attack = command.attack
    var settings = [
      Setting("attack", "ASMA, \(attack.mode.rawValue) mode"), Setting("target", attack.target),
      Setting("iterations", "\(attack.iterations)"), Setting("IoU that counts as success", "\(attack.goalIoU)"),
      Setting("first step's largest change", attack.firstChange?.text ?? "1/255", unit: "model input units"),
      Setting("adaptive mask", attack.staticMask ? "no" : "yes"),
      Setting("dynamic multiplier", attack.constantMultiplier ? "no" : "yes"),
    ]
    if let tau = attack.tau { settings.append(Setting("tau", tau.text)) }
    if let beta = attack.beta { settings.append(Setting("beta", beta.text)) }
    if let penalty = attack.penalty { settings.append(Setting("distance penalty", penalty.text)) }
    if let size = attack.size { settings.append(Setting("size (\(attack.norm.rawValue))", size.text)) }
    settings += [
      Setting("region", command.region), Setting("seed", "\(command.run.seed)"),
      Setting("mask coding", command.masks.maskThreshold.map { "threshold:\($0)" } ?? command.masks.maskCoding),
      Setting("heat map layer", command.run.heatmaps ? command.run.layer ?? "last convolution" : "none"),
    ]
    return settings
  }

  private func caveats(_ loaded: LoadedModel) -> [String] {
    var caveats: [String] = []
    if loaded.card.bounds == nil { caveats.append("Bounds were not stated; 0 to 1 was assumed.") }
    if command.attack.size == nil {
      caveats.append("The attack has no budget: only the bounds limit the perturbation, so judge success with its L2 and Linf.")
    }
    return caveats
  }
}
