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
    let loaded = try command.model.load()
    let victim = try loaded.victim(largestBatch: 1)
    let reader = try SegmentationReader(try command.masks.dataset(loaded), victim, card: loaded.card)
    if command.common.heatmaps { try victim.runner.checkLayer(command.common.layer) }
    let source = SegmentationSource(
      reader: reader, wholeDataset: try command.masks.wholeDataset(loaded),
      goal: try goal(victim), classNames: loaded.card.classNames ?? [],
      region: try RegionResolving(command.region, seed: command.common.seed), axes: Self.axes)
    let bounds = loaded.card.bounds ?? 0...1
    var run = SegmentationRun(
      source: source, victim: victim, attacks: [try planned(bounds, victim)],
      criterion: try command.attack.criterion(), axes: Self.axes,
      rounding: rounding(reader.transform), explanation: explanation(victim))
    run.savesArrays = command.common.arrays
    run.storages = storages(reader.transform, channels: reader.inputShape[0])
    let plan = try description(loaded, source, victim, bounds, arguments)
    let session = RunSession(options: command.common, isResumed: isResumed)
    try session.carryOut(plan) { try run.run(in: $0, shards: HDF5Shards(), control: $1) }
  }

  private func goal(_ victim: ModelVictim) throws -> SegmentationSource.Goal {
    if let target = try command.attack.targetMask { return .drawing(target) }
    guard command.attack.goalMask == .prediction else { return .destroyingTruth }
    return .destroyingPrediction { input in
      try victim.logits(of: Tensor(batching: [input])).samples.first.flatMap { ClassMap(logits: $0) }
    }
  }

  private func planned(_ bounds: ClosedRange<Float>, _ victim: ModelVictim) throws -> PlannedSegmentation {
    let line = ProgressBox(isQuiet: command.common.quiet)
    var planned = PlannedSegmentation(
      name: try command.attack.name, attack: try command.attack.attack(within: bounds, seed: command.common.seed),
      budget: try command.attack.budget(within: bounds), bounds: bounds, seed: command.common.seed,
      criterion: try command.attack.criterion(),
      didAdvance: { id, entry, limit in
        line.update(id, entry.iteration, of: limit, note: String(format: "IoU %.3f, L2 %.3f", entry.meanIoU, entry.l2))
      })
    planned.searchVictim = try victim.searched(in: command.common.arithmetic.resolved)
    return planned
  }

  /// What an answer is worth once it is saved as an image of 8 bits.
  ///
  /// Only for a transform that is the same for every image; one fitted to each cannot be undone here.
  private func rounding(_ transform: ValueTransform) -> StorageRounding? {
    guard transform.roundingObstacle == nil else { return nil }
    return StorageRounding(name: "8 bits") { input in
      // What cannot be stored has no logits that could be a success.
      (try? transform.roundedToEightBits(input)) ?? input.map { _ in .nan }
    }
  }

  /// What a picture of the answer is worth once it was sent as a JPEG file.
  ///
  /// Nothing for inputs of other than one or three channels, which are no pictures.
  private func storages(_ transform: ValueTransform, channels: Int) -> [StorageRounding] {
    guard transform.roundingObstacle == nil, channels == 1 || channels == 3 else { return [] }
    return [90, 75].map { quality in
      StorageRounding(name: "JPEG \(quality)") { input in
        (try? transform.savedAsJPEG(input, quality: quality)) ?? input.map { _ in .nan }
      }
    }
  }

  private func explanation(_ victim: ModelVictim) -> ExplanationPlan? {
    guard command.common.heatmaps else { return nil }
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

extension ModelRunner {
  /// Whether a network with one output per pixel gives nothing but numbers from 0 to 1.
  fileprivate func seemsToGiveProbabilities(at input: Tensor) throws -> Bool {
    guard outputShape.count == 2 || outputShape.first == 1 else { return false }
    return try forward(Tensor(batching: [input])).scalars.allSatisfy { (0...1).contains($0) }
  }
}

extension SegmentationAttack {
  private func description(
    _ loaded: LoadedModel, _ source: SegmentationSource, _ victim: ModelVictim, _ bounds: ClosedRange<Float>,
    _ arguments: [String]
  ) throws -> RunDescription {
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
    plan.settings = try settings
    let probe = try source.probe()
    plan.checks = try VictimProbe(
      victim: victim, inputs: Tensor(batching: [probe]), bounds: bounds, seed: command.common.seed
    ).checks()
    plan.caveats = try source.notesOfTheFirst + caveats(loaded, victim, probe)
    return plan
  }

  private static func classNames(_ count: Int) -> [String] {
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
    ]
  }

  private func caveats(_ loaded: LoadedModel, _ victim: ModelVictim, _ probe: Tensor) throws -> [String] {
    var caveats: [String] = []
    if let activation = loaded.finalActivation { caveats.append(activation.caveat) }
    if try victim.runner.seemsToGiveProbabilities(at: probe) {
      caveats.append(
        "The network has one output for each pixel, and all of them lie between 0 and 1 for the first image. They were "
          + "taken for logits (foreground above 0); if they are probabilities, export the network without what makes them."
      )
    }
    if try ValueTransform(of: loaded.card).roundingObstacle != nil {
      caveats.append("Successes were not checked after rounding: the transform is fitted to each image.")
    }
    if loaded.card.bounds == nil { caveats.append("Bounds were not stated; 0 to 1 was assumed.") }
    if command.attack.size == nil {
      caveats.append(
        "The attack has no budget: only the bounds limit the perturbation, so judge success with its L2 and Linf.")
    }
    return caveats
  }
}
