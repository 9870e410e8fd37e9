import Attacks
import Evaluation
import Explanations
import Foundation
import Radar
import Segmentation
import Tensors
import Victims

/// `attack segmentation`, from options to a finished run.
struct SegmentationAttack {
  let command: AttackSegmentationCommand
  private static let axes: [Axis] = [.channel, .height, .width]

  func carryOut(arguments: [String], isResumed: Bool) throws {
    let loaded = try command.windows.load(command.model)
    let network = try loaded.victim(largestBatch: 1, recomputes: command.common.memory.recomputes)
    let dataset = try command.masks.dataset(loaded)
    let victim = try command.windows.victim(network, showing: dataset)
    let reader = try SegmentationReader(dataset, victim, card: loaded.card)
    if command.common.heatmaps { try network.runner.checkLayer(command.common.layer) }
    let source = SegmentationSource(
      reader: reader, wholeDataset: try command.masks.wholeDataset(loaded),
      goal: try goal(victim), classNames: loaded.card.classNames ?? [],
      region: try RegionResolving(command.region, seed: command.common.seed), axes: Self.axes)
    let bounds = loaded.card.bounds ?? 0...1
    var attack = try planned(bounds)
    let searched = try network.searched(in: command.common.arithmetic.resolved)
    attack.searchVictim = try command.windows.victim(searched, showing: dataset)
    var run = SegmentationRun(
      source: source, victim: victim, attacks: [attack],
      criterion: try command.attack.criterion(), axes: Self.axes,
      rounding: AnswerStorage.rounding(reader.transform), explanation: explanation(victim as? ModelVictim))
    run.savesArrays = command.common.arrays
    run.storages = AnswerStorage.lossy(reader.transform, channels: reader.inputShape[0])
    run.discAndCup = discAndCup(loaded)
    let plan = try description(loaded, source, (network, victim), bounds, arguments)
    let session = RunSession(options: command.common, isResumed: isResumed)
    try session.carryOut(plan) { try run.run(in: $0, shards: HDF5Shards(), control: $1) }
  }

  private func goal(_ victim: any Victim) throws -> SegmentationSource.Goal {
    if let target = try command.attack.targetMask { return .drawing(target) }
    guard command.attack.goalMask == .prediction else { return .destroyingTruth }
    return .destroyingPrediction { input in
      try victim.logits(of: Tensor(batching: [input])).samples.first.flatMap { ClassMap(logits: $0) }
    }
  }

  private func planned(_ bounds: ClosedRange<Float>) throws -> PlannedSegmentation {
    let line = ProgressBox(isQuiet: command.common.quiet)
    return PlannedSegmentation(
      name: try command.attack.name, attack: try command.attack.attack(within: bounds, seed: command.common.seed),
      budget: try command.attack.budget(within: bounds), bounds: bounds, seed: command.common.seed,
      criterion: try command.attack.criterion(),
      didAdvance: { id, entry, limit in
        line.update(id, entry.iteration, of: limit, note: String(format: "IoU %.3f, L2 %.3f", entry.meanIoU, entry.l2))
      })
  }

  /// Nothing for a network behind windows, whose activations are those of parts.
  private func explanation(_ victim: ModelVictim?) -> ExplanationPlan? {
    guard command.common.heatmaps, let victim else { return nil }
    return .gradCAM(GradCAM(layer: command.common.layer), of: victim, axes: Self.axes, explainsMasks: true)
  }
}

/// The progress of the image at hand, a line of its own for each.
private final class ProgressBox {
  private let isQuiet: Bool
  private var id = ""
  private var line: ProgressLine

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    line = ProgressLine("", isQuiet: true)
  }

  func update(_ id: String, _ iteration: Int, of limit: Int, note: String) {
    if id != self.id { (self.id, line) = (id, ProgressLine(id, isQuiet: isQuiet)) }
    line.update(iteration, of: limit, note: note)
  }
}

// MARK: - What the run folder says

extension SegmentationAttack {
  private func description(
    _ loaded: LoadedModel, _ source: SegmentationSource, _ shown: (network: ModelVictim, victim: any Victim),
    _ bounds: ClosedRange<Float>, _ arguments: [String]
  ) throws -> RunDescription {
    let (network, victim) = shown
    let windows = (victim as? WindowedVictim)?.windows
    var model = try RunFacts.model(loaded, bounds: bounds)
    model.axes = Self.axes.map(\.rawValue)
    if model.classNames.isEmpty { model.classNames = Self.classNames(victim.outputShape[0]) }
    let pairs = source.reader.dataset.pairs
    var data = try RunFacts.data(
      folder: command.masks.data, paths: pairs.flatMap(\.paths),
      found: source.wholeDataset.pairs.count,
      selection: command.masks.samples)
    data.selected = pairs.count
    data.format = "images with masks"
    var plan = RunDescription(
      task: .segmentation, created: SystemFacts.timestamp(), commandLine: arguments, processor: RunFacts.processor,
      seed: command.common.seed, model: model, data: data)
    plan.versions = RunFacts.versions
    plan.samples = source.ids
    plan.attacks = [try command.attack.name]
    plan.settings = try settings + (windows.map { [Setting("windows", "\($0)")] } ?? [])
    let probe = try source.probe()
    plan.checks = try VictimProbe(
      victim: victim, inputs: Tensor(batching: [probe]), bounds: bounds, seed: command.common.seed
    ).checks()
    plan.caveats =
      try source.notes + command.masks.leftOut
      + caveats(loaded, network, windows?.window(0, of: probe) ?? probe)
    return plan
  }

  static func classNames(_ count: Int) -> [String] {
    count == 2 ? ["background", "foreground"] : (0..<count).map { "class \($0)" }
  }

  private var settings: [Setting] {
    get throws {
      try command.attack.settings(seed: command.common.seed) + dataSettings + [command.common.arithmetic.setting]
    }
  }

  private var dataSettings: [Setting] {
    [
      Setting("region", command.region), Setting("seed", "\(command.common.seed)"),
      Setting("annotators", command.masks.source.annotators), Setting("slices", command.masks.source.slices),
      Setting("window", command.masks.source.window ?? "as the files say"),
      Setting("mask coding", command.masks.maskThreshold.map { "threshold:\($0)" } ?? command.masks.maskCoding),
      Setting("heat map layer", command.common.heatmaps ? command.common.layer ?? "last convolution" : "none"),
    ] + (command.masks.coding.maskVoid.map { [Setting("void code", "\($0)")] } ?? [])
      + (command.masks.source.pixelSpacing.map { [Setting("pixel spacing", $0, unit: "mm")] } ?? [])
  }

  private func caveats(_ loaded: LoadedModel, _ victim: ModelVictim, _ probe: Tensor) throws -> [String] {
    let caveats = try SegmentationCaveats.of(loaded, victim, probe: probe)
    guard command.attack.size == nil else { return caveats }
    return caveats + [
      "The attack has no budget: only the bounds limit the perturbation, so judge success with its L2 and Linf."
    ]
  }

  /// The classes of an eye's disc and cup: by their names or, where a ratio is to be drawn, as the target has them.
  private func discAndCup(_ loaded: LoadedModel) -> DiscAndCup? {
    let names = loaded.card.classNames ?? []
    guard case .cupToDiscRatio(_, let disc, let cup) = try? command.attack.targetMask,
      let discLabel = disc.label(among: names), let cupLabel = cup.label(among: names)
    else { return DiscAndCup(classNames: names) }
    return DiscAndCup(disc: discLabel, cup: cupLabel)
  }
}
