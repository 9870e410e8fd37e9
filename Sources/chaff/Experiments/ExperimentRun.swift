import Attacks
import Engine
import Evaluation
import Foundation
import Tensors
import Victims

/// The attacks of an experiment on one victim: an ordinary run folder, with many attacks.
struct ExperimentRun {
  let experiment: Experiment
  let victim: ExperimentVictim
  let cells: [ExperimentGrid.Cell]
  /// All victims, for attacks that search on another one.
  let surrogates: [ExperimentVictim]
  /// Which of the experiment's samples are attacked.
  let places: [Int]

  func carryOut(
    in path: String, description: ExperimentDescription, didStart: (_ finished: Int) -> Void,
    didAttack: @escaping (AttackedBatch) -> Void
  ) throws -> RunEnd {
    let source = victim.source.keeping(places)
    var run = ClassificationRun(
      source: source, victim: victim.victim, attacks: try cells.map(planned), axes: source.axes,
      rounding: source.data.rounding)
    run.savesArrays = experiment.file.savesArrays
    let plan = try runDescription(source, created: description.created)
    let folder = try folder(path, plan)
    didStart(folder.finishedBatches.reduce(0) { $0 + plan.samples(ofBatch: $1).count })
    var control = RunControl(shouldStop: { Interruption.isRequested })
    control.didAttack = didAttack
    return try run.run(in: folder, shards: HDF5Shards(), control: control)
  }

  private func folder(_ path: String, _ plan: RunDescription) throws -> RunFolder {
    let exists = FileManager.default.fileExists(atPath: RunPaths(folder: path).description)
    guard exists, !experiment.force else {
      return try RunFolder.create(at: path, plan: plan, force: experiment.force)
    }
    let folder = try RunFolder.reopen(path)
    let conflicts = folder.plan.conflicts(with: plan)
    guard conflicts.isEmpty else { throw ResumeConflict(folder: path, conflicts: conflicts) }
    return folder
  }

  private func planned(_ cell: ExperimentGrid.Cell) throws -> PlannedClassification {
    let facts = cell.facts
    var planned = PlannedClassification(
      name: facts.label, attack: try restricted(try cell.entry.attack(cell.request), to: cell.plausible),
      budget: cell.entry.budget(of: cell.request, elementCount: victim.loaded.inputShape.product), seed: facts.seed)
    planned.plausible = facts.plausible
    if facts.goal != ExperimentGoal.untargeted {
      let goal = ClassGoal.targeted(class: try ClassName.index(of: facts.goal, among: victim.source.classNames))
      planned.goal = { _ in goal }
    }
    let (axes, resolving) = (victim.source.axes, try RegionResolving(facts.region, seed: facts.seed))
    planned.region = { sample in
      try resolving.region(
        shape: sample.input.shape, axes: axes, frameKinds: sample.frameKinds, clean: sample.input, sample: sample.id)
    }
    planned.searchVictim = victim.searched
    if let surrogate = facts.surrogate {
      planned.searchVictim = surrogates.first { $0.name == surrogate }?.searched
      planned.isTransfer = true
    }
    return planned
  }

  private func restricted(
    _ base: any SampleAttack, to plausible: PlausibleChoice?
  ) throws -> any ClassificationAttack {
    guard let plausible else { return base }
    guard let bounded = base as? any BoundedAttack else { throw NotPlausible(attack: base.name) }
    return PlausibleAttack(
      bounded, bounds: victim.bounds, plausibility: try plausible.plausibility(for: victim.source))
  }

  private func runDescription(_ source: LabelledSource, created: String) throws -> RunDescription {
    let file = experiment.file
    let origin = RunFacts.DataOrigin(
      path: file.data,
      selection: "\(source.data.noun)s \(file.recordings)" + (file.limit.map { ", at most \($0)" } ?? ""))
    var plan = try RunFacts.classifierRun(
      victim.modelFacts(), source, from: origin, created: created, arguments: experiment.arguments, seed: file.seed)
    plan.attacks = cells.map(\.facts.label)
    plan.batchSize = file.batch
    plan.settings = try settings()
    if experiment.file.probes {
      // A served model is paid for by the question, and one that answers from a cache cannot be seen to waver.
      plan.checks = try SanityProbe(
        victim: victim.probed, samples: source.handful, bounds: victim.bounds, seed: file.seed,
        limit: victim.remote == nil ? 8 : 2
      ).checks()
    }
    plan.caveats += victim.caveats
    return plan
  }

  private func settings() throws -> [Setting] {
    let file = experiment.file
    return try [Setting("experiment", file.title), Setting("shard", experiment.shard.map { "\($0)" } ?? "all")]
      + [PrecisionOptions.setting(file.precision.resolved())]
      + (victim.makeup.map { [Setting("victim", $0)] } ?? [])
      + (file.geometry.isEmpty ? [] : [Setting("geometry", file.geometry.joined(separator: " "))])
      + cells.map { cell in
        let request = cell.request
        let parts: [String?] = [
          request.steps.map { "steps \($0)" }, request.stepSize.map { "step size \($0)" },
          request.restarts.map { "restarts \($0)" }, request.queries.map { "queries \($0)" },
          request.loss.map { "loss \($0.rawValue)" }, request.confidence.map { "confidence \($0)" },
          cell.facts.plausible.map { "plausible perturbations alone: \($0)" },
          request.starts.isEmpty ? nil : "begins at \(request.starts.count) of \(cell.facts.goal)",
        ]
        let own = request.options.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let words = parts.compactMap { $0 } + own
        return Setting(cell.facts.label, words.isEmpty ? "the attack's usual settings" : words.joined(separator: ", "))
      }
  }
}
