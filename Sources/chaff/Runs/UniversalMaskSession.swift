import Attacks
import Evaluation
import Foundation
import Images
import Reports
import Segmentation
import Tensors
import Victims

/// `attack universal-mask`, from options to a folder with the perturbation and what it does.
struct UniversalMaskSession {
  let command: AttackUniversalMaskCommand
  /// Pictures of held-out images on the page.
  private static let examples = 4

  func carryOut(arguments: [String]) throws {
    let folder = UniversalMaskFolder(path: command.output)
    try folder.checkIsFree(force: command.force)
    let loaded = try command.windows.load(command.model)
    let network = try loaded.victim(largestBatch: 1, recomputes: command.memory.recomputes)
    let dataset = try command.masks.wholeDataset(loaded)
    let (trainIDs, heldOutIDs) = try split(dataset)
    let victim = try command.windows.victim(network, showing: dataset)
    let searched = try command.windows.victim(
      network.searched(in: command.arithmetic.resolved), showing: dataset)
    let reader = try SegmentationReader(dataset, victim, card: loaded.card)
    var source = try UniversalMaskSource(command, reader, victim, loaded.card.classNames ?? [])
    let (train, heldOut) = (try source.images(trainIDs), try source.images(heldOutIDs))
    guard !train.isEmpty, !heldOut.isEmpty else { throw NothingToErase(leftOut: source.leftOut) }

    let bounds = loaded.card.bounds ?? 0...1
    let caveats = try SegmentationCaveats.of(loaded, network, probe: probe(train[0].sample.input, victim))
    let plan = try plan(loaded, victim, dataset, trainIDs + heldOutIDs, caveats, arguments)
    let work = try folder.begin(plan, force: command.force)
    let problems = train.map { source.problem($0, command.attack.criterion) }
    let (found, seconds) = try search(problems, searched, bounds, folder)
    let judge = judge(found, victim, reader, bounds)
    let foundOn = try train.map { try judge.judged($0.sample, id: $0.id).image }
    var (others, examples): ([UniversalMaskImage], [UniversalMaskReport.Example]) = ([], [])
    for image in heldOut {
      let judged = try judge.judged(image.sample, id: image.id)
      others.append(judged.image)
      if examples.count < Self.examples { examples.append(.init(image.sample, judged)) }
    }
    let result = UniversalMaskResult(
      plan: work.plan, criterion: command.attack.criterion, perturbation: facts(found, seconds),
      foundOn: UniversalMaskPart(foundOn), heldOut: UniversalMaskPart(others), leftOut: source.leftOut)
    try folder.write(result, found.perturbation)
    let report = UniversalMaskReport(result: result, perturbation: found.perturbation, examples: examples)
    let page = command.report ? try report.write(to: command.output) : nil
    work.finish()
    try present(result, page)
  }

  /// With everything that `attack segmentation` saves its answers as.
  private func judge(
    _ found: UniversalMaskOutcome, _ victim: any Victim, _ reader: SegmentationReader, _ bounds: ClosedRange<Float>
  ) -> UniversalMaskJudge {
    let storages =
      [AnswerStorage.rounding(reader.transform)].compactMap { $0 }
      + AnswerStorage.lossy(reader.transform, channels: reader.inputShape[0])
    return UniversalMaskJudge(
      victim: victim, criterion: command.attack.criterion, budget: command.attack.settings(within: bounds).budget,
      perturbation: found.perturbation, seed: command.seed, storages: storages)
  }

  private func facts(_ found: UniversalMaskOutcome, _ seconds: Double) -> UniversalMaskResult.Perturbation {
    let norms = PerturbationNorms(clean: Tensor(shape: found.perturbation.shape), adversarial: found.perturbation)
    return .init(
      shape: found.perturbation.shape, l2: norms.l2, linf: norms.linf, bestStep: found.bestStep, course: found.course,
      seconds: seconds)
  }

  /// The samples to search with, and the others of `--samples`.
  private func split(_ dataset: SegmentationDataset) throws -> (train: [String], heldOut: [String]) {
    let train = try SampleSelection(parsing: command.trainSamples).applied(to: dataset.pairs).map(\.id)
    let chosen = try SampleSelection(parsing: command.masks.samples).applied(to: dataset.pairs).map(\.id)
    let heldOut = chosen.filter { !Set(train).contains($0) }
    guard !heldOut.isEmpty else { throw NothingHeldOut(train: train.count) }
    return (train, heldOut)
  }

  private func search(
    _ problems: [MaskProblem], _ victim: any Victim, _ bounds: ClosedRange<Float>, _ folder: UniversalMaskFolder
  ) throws -> (UniversalMaskOutcome, seconds: Double) {
    let earlier = try folder.checkpoint()
    Interruption.watch()
    var line = ProgressLine("Searching", isQuiet: command.quiet)
    let control = MaskControl(
      shouldStop: { Interruption.isRequested },
      didAdvance: { entry, limit in
        line.update(
          entry.iteration, of: limit, earlier: earlier?.state.progress.nextStep ?? 0,
          note: String(format: "IoU %.3f, pixels %.3f", entry.meanIoU, entry.pixelAccuracy))
      })
    let began = Date()
    func seconds() -> Double { (earlier?.seconds ?? 0) + Date().timeIntervalSince(began) }
    let found = try UniversalMaskAttack(settings: command.attack.settings(within: bounds)).run(
      problems, against: victim, control: control, from: earlier?.state,
      keeping: { try folder.keep(UniversalMaskCheckpoint($0, seconds: seconds())) })
    if found.wasInterrupted {
      throw Interrupted(
        advice: "Finished steps are kept; go on with the same command, or with 'chaff resume \(command.output)'.")
    }
    return (found, seconds())
  }

  /// What a network behind windows takes of an image.
  private func probe(_ input: Tensor, _ victim: any Victim) -> Tensor {
    (victim as? WindowedVictim)?.windows.window(0, of: input) ?? input
  }

  private func plan(
    _ loaded: LoadedModel, _ victim: any Victim, _ dataset: SegmentationDataset, _ ids: [String], _ caveats: [String],
    _ arguments: [String]
  ) throws -> RunDescription {
    let chosen = Set(ids)
    let pairs = dataset.pairs.filter { chosen.contains($0.id) }
    var model = try RunFacts.model(loaded, bounds: loaded.card.bounds ?? 0...1)
    model.axes = ["channel", "height", "width"]
    if model.classNames.isEmpty { model.classNames = SegmentationAttack.classNames(victim.outputShape[0]) }
    var data = try RunFacts.data(
      folder: command.masks.data, paths: pairs.flatMap(\.paths), found: pairs.count,
      selection: "\(command.trainSamples), then the others of \(command.masks.samples)")
    data.selected = pairs.count
    data.format = "images with masks"
    var plan = RunDescription(
      task: .segmentation, created: SystemFacts.timestamp(), commandLine: arguments, processor: RunFacts.processor,
      seed: command.seed, model: model, data: data)
    plan.versions = RunFacts.versions
    (plan.samples, plan.attacks) = (ids, ["universal-mask"])
    plan.settings =
      try command.attack.described + dataSettings(loaded.card) + [
        Setting("found on", command.trainSamples), Setting("held out", "the others of \(command.masks.samples)"),
        Setting("region", command.region), Setting("seed", "\(command.seed)"), command.arithmetic.setting,
      ]
    plan.caveats = caveats
    return plan
  }

  /// What decides how files become inputs and masks, where it was asked for.
  private func dataSettings(_ card: VictimCard) throws -> [Setting] {
    let masks = command.masks
    return [
      Setting("geometry", try masks.geometry.geometry(card).description),
      Setting("annotators", masks.source.annotators), Setting("slices", masks.source.slices),
      Setting("window", masks.source.window ?? "as the files say"),
      Setting("mask coding", masks.maskThreshold.map { "threshold:\($0)" } ?? masks.maskCoding),
    ] + (masks.coding.maskVoid.map { [Setting("void code", "\($0)")] } ?? [])
      + (command.windows.request.map { [Setting("windows", "\($0)")] } ?? [])
  }

  private func present(_ result: UniversalMaskResult, _ page: String?) throws {
    guard !command.quiet else { return }
    if command.json { return Console.print(try JSONText.of(result)) }
    Console.print(UniversalMaskText(result).text)
    for image in result.leftOut { Console.print("Left out: \(image.id): \(image.reason)") }
    Console.print("Perturbation: \(command.output)/perturbation.npy")
    if let page { Console.print("Report: \(page)") }
  }
}

/// The result as a table for the terminal.
struct UniversalMaskText {
  let result: UniversalMaskResult

  init(_ result: UniversalMaskResult) { self.result = result }

  var text: String {
    let names = UniversalMaskReport.measures(result)
    let parts = [result.foundOn, result.heldOut]
    let forms = (parts.first { !$0.storage.isEmpty }?.storage ?? []).map(\.name)
    func cells(_ part: UniversalMaskPart) -> [String] {
      let saved = forms.map { form in part.storage.first { $0.name == form }.map { Self.text($0.successRate) } ?? "-" }
      let counts = ["\(part.images.count)", Self.text(part.successes)] + saved
      return counts + names.map { Self.text(part[keyPath: $0.values]) }
    }
    let heads = ["", "images", "successes"] + forms.map { "successes saved as \($0)" } + names.map(\.name)
    return MarkdownTable(columns: [
      heads, ["found on"] + cells(result.foundOn), ["held out"] + cells(result.heldOut),
    ]).text
  }

  private static func text(_ share: Proportion) -> String { "\(share.count) of \(share.total)" }

  private static func text(_ values: Quartiles) -> String {
    guard values.count > 0 else { return "-" }
    return String(format: "%.3f (%.3f..%.3f)", values.median, values.lower, values.upper)
  }
}

struct NothingHeldOut: Error, CustomStringConvertible {
  let train: Int
  var description: String {
    "no image is held out: all of --samples are among the \(train) of --train-samples; search with fewer, or name others"
  }
}

struct NothingToErase: Error, CustomStringConvertible {
  let leftOut: [UniversalMaskResult.LeftOut]
  var description: String {
    "no image is left to search with, or none to try it on: "
      + (leftOut.first.map { "\($0.id): \($0.reason)" } ?? "none was selected") + " (\(leftOut.count) left out)"
  }
}
