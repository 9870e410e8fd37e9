import Attacks
import Engine
import Evaluation
import Explanations
import Foundation
import Radar
import Segmentation
import Tensors
import Victims

/// One run folder of a study, planned: which images, which masks, which attacks.
struct SegmentationStudyCell {
  struct PlannedAttack {
    let name: String
    let entry: MaskAttackEntry
    let request: MaskAttackRequest
  }

  let study: SegmentationStudyFile
  let subject: SegmentationStudySubject
  let cell: SegmentationStudyDescription.Cell

  init(
    _ study: SegmentationStudyFile, _ subject: SegmentationStudySubject, _ part: SegmentationStudyDescription.Part,
    seed: UInt64
  ) {
    self.study = study
    self.subject = subject
    let folders = [subject.victim.name, subject.data.name].map(SegmentationStudyFolder.fileName)
    cell = SegmentationStudyDescription.Cell(
      part: part, victim: subject.victim.name, data: subject.data.name, seed: seed,
      folder: "runs/\(folders[0])/\(folders[1])/\(part.rawValue)-\(seed)")
  }

  // MARK: Images and masks

  func items() throws -> [StudyMaskSource.Item] {
    let order = subject.order(seed: cell.seed)
    switch cell.part {
    case .targeted:
      guard order.count > 1 else { throw TooFewImages(data: subject.data.name) }
      return (0..<min(study.targeted.pairs, order.count)).map { place in
        let wanted = order[(place + 1) % order.count]
        return .init(
          id: "\(order[place]) to \(wanted)", sample: order[place], goal: .drawing(.sample(wanted)))
      }
    case .untargeted:
      return order.prefix(study.untargeted.images).map { .init(id: $0, sample: $0, goal: .destroyingTruth) }
    case .goals:
      return try (0..<min(study.goals.images, order.count)).flatMap { place in
        try masks.compactMap { text in
          let isNext = text == SegmentationStudyFile.nextMask
          if isNext, order.count < 2 { return nil }
          let target =
            isNext ? TargetMask.sample(order[(place + 1) % order.count]) : try TargetMask(parsing: text)
          return StudyMaskSource.Item(
            id: "\(order[place]) \(target)", sample: order[place], goal: .drawing(target))
        }
      }
    }
  }

  private var masks: [String] { subject.data.goals ?? study.goals.masks ?? usualMasks }

  /// A class removed, grown, shrunk and moved by about a tenth of the picture, another sample's, a word and, where there is
  /// an eye, its ratio.
  private var usualMasks: [String] {
    let shift = max(subject.network.outputShape[2] / 12, 1)
    let names = subject.modelFacts.classNames
    // A comma would part the name in two.
    let label = names.count > 1 && !names[1].contains(",") ? names[1] : "1"
    let usual = [
      "erase:\(label)", "shrink:50%,\(label)", "grow:50%,\(label)", "move:\(shift),0,\(label)",
      SegmentationStudyFile.nextMask, "text:HELP",
    ]
    guard let eye = subject.discAndCup else { return usual }
    return usual + ["ratio:0.8,\(eye.disc),\(eye.cup)"]
  }

  // MARK: Attacks

  func attacks() throws -> [PlannedAttack] {
    switch cell.part {
    case .targeted:
      try study.targeted.attacks.map { try planned($0, iterations: study.targeted.iterations(of: $0)) }
    case .goals: [try planned(study.goals.attack, iterations: study.goals.iterations)]
    case .untargeted:
      try study.untargeted.sizes.flatMap { size in
        try study.untargeted.attacks.map { try planned($0, iterations: study.untargeted.iterations, size: size) }
      }
    }
  }

  private func planned(_ attack: String, iterations: Int, size: NumberText? = nil) throws -> PlannedAttack {
    let entry = try MaskAttackCatalogue.entry(named: attack)
    let norm = study.untargeted.norm
    let request = MaskAttackRequest(
      bounds: subject.bounds, norm: size == nil ? nil : norm, size: size?.value,
      steps: entry.defaults.steps == nil ? nil : iterations, success: threshold, seed: cell.seed)
    let name = attack + (size.map { " \(norm.rawValue) \($0.text)" } ?? "")
    return PlannedAttack(name: name, entry: entry, request: request)
  }

  private var threshold: MaskThreshold {
    // A mask that agrees with the truth by half or less is not found by any usual criterion.
    MaskThreshold(.meanIoU, cell.part == .untargeted ? 0.5 : study.success)
  }

  private var criterion: MaskCriterion {
    MaskCriterion(
      .meanIoU, threshold: threshold.share, ignored: Int(Mask.void),
      goalMask: cell.part == .untargeted ? .truth : .target)
  }

  /// The most steps that the attacks can take for one image.
  func stepLimit() throws -> Int { try attacks().reduce(0) { try $0 + $1.entry.attack($1.request).stepLimit } }

  func source() throws -> StudyMaskSource {
    StudyMaskSource(subject: subject, items: try items(), region: try RegionResolving(study.region, seed: cell.seed))
  }

  // MARK: Running

  func run() throws -> SegmentationRun<StudyMaskSource> {
    let transform = subject.reader.transform
    var run = SegmentationRun(
      source: try source(), victim: subject.network,
      attacks: try attacks().map(searching), criterion: criterion, axes: SegmentationStudySubject.axes,
      rounding: AnswerStorage.rounding(transform), explanation: explanation)
    run.storages = AnswerStorage.lossy(transform, channels: subject.reader.inputShape[0])
    // Every goal is shown; of the other parts a few examples are.
    run.arrayLimit = cell.part == .goals ? nil : study.examples
    run.measuresObjects = cell.part == .untargeted
    run.discAndCup = subject.discAndCup
    return run
  }

  private func searching(_ planned: PlannedAttack) throws -> PlannedSegmentation {
    var attack = PlannedSegmentation(
      name: planned.name, attack: try planned.entry.attack(planned.request),
      budget: planned.request.size.map {
        Budget(norm: planned.entry.norm(of: planned.request), size: $0, bounds: subject.bounds)
      }, bounds: subject.bounds, seed: cell.seed, criterion: criterion)
    attack.searchVictim = subject.searched
    return attack
  }

  /// Nothing for a network behind windows, whose activations are those of parts.
  private var explanation: ExplanationPlan? {
    guard subject.windows == nil else { return nil }
    return .gradCAM(GradCAM(), of: subject.model, axes: SegmentationStudySubject.axes, explainsMasks: true)
  }

  func description(created: String, arguments: [String]) throws -> RunDescription {
    var plan = RunDescription(
      task: .segmentation, created: created, commandLine: arguments, processor: RunFacts.processor, seed: cell.seed,
      model: subject.modelFacts, data: subject.dataFacts)
    let attacks = try attacks()
    plan.versions = RunFacts.versions
    plan.samples = try items().map(\.id)
    plan.attacks = attacks.map(\.name)
    plan.settings = [
      Setting("study", study.title), Setting("success", "\(criterion)"), Setting("region", study.region),
      try PrecisionOptions.setting(study.precision.resolved()),
    ]
    if let windows = subject.windows { plan.settings.append(Setting("windows", "\(windows)")) }
    plan.settings += attacks.map { attack in
      Setting(attack.name, attack.request.steps.map { "\($0) steps" } ?? "one step")
    }
    plan.caveats = subject.caveats
    return plan
  }
}

struct TooFewImages: Error, CustomStringConvertible {
  let data: String
  var description: String {
    "data '\(data)' has fewer than two images, and the masks to draw are those of other images: select more, or leave "
      + "'targeted' out of 'parts'"
  }
}
