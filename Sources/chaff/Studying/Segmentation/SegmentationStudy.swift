import ArgumentParser
import Attacks
import Engine
import Evaluation
import Foundation
import Tensors
import Victims

/// `study segmentation`, from the file to the result.
struct SegmentationStudy {
  let file: SegmentationStudyFile
  let output: String
  let force: Bool
  let isQuiet: Bool
  let arguments: [String]

  /// Victims, loaded, on their data, and what is to be done: everything that can be wrong is found before anything is
  /// written.
  struct Prepared {
    let subjects: [SegmentationStudySubject]
    let cells: [SegmentationStudyCell]
    let description: SegmentationStudyDescription
  }

  func prepared() throws -> Prepared {
    let precision = try file.precision.resolved()
    let subjects = try file.victims.flatMap { victim in
      let (options, windows) = (try ModelOptions.parse([victim.card] + victim.options), victim.windows ?? file.windows)
      let loaded = try windows?.load(options) ?? options.load()
      let model = try loaded.victim(largestBatch: 1, recomputes: file.recomputes)
      let searched = try model.searched(in: precision)
      return try file.dataSets.map {
        try SegmentationStudySubject(victim, $0, loaded, model, searched: searched, windows: windows)
      }
    }
    for subject in subjects { try subject.check(region: file.region, seed: file.seeds.first ?? 0) }
    let cells = subjects.flatMap { subject in
      file.parts.flatMap { part in
        file.seeds.map { SegmentationStudyCell(file, subject, part, seed: $0) }
      }
    }
    for cell in cells { _ = try (cell.items(), cell.attacks(), cell.stepLimit()) }
    return Prepared(subjects: subjects, cells: cells, description: try description(subjects, cells))
  }

  /// Does what the folder still lacks, run after run.
  func carryOut(_ prepared: Prepared) throws -> SegmentationStudyResult {
    Interruption.watch()
    let folder = SegmentationStudyFolder(output)
    let description = try folder.open(prepared.description, force: force)
    for subject in prepared.subjects {
      try folder.cleanScores(of: subject.victim.name, on: subject.data.name) {
        guard let scores = try subject.cleanScores(shouldStop: { Interruption.isRequested }) else {
          throw interruption
        }
        return scores
      }
    }
    let progress = Progress(
      total: try prepared.cells.reduce(0) { try $0 + $1.items().count * $1.attacks().count }, isQuiet: isQuiet)
    for cell in prepared.cells {
      guard try carryOut(cell, in: folder, description, progress).state == .complete else {
        _ = try folder.summarize(description)
        throw interruption
      }
    }
    return try folder.summarize(description)
  }

  private var interruption: Interrupted {
    Interrupted(advice: "Finished images are kept in \(output); the same command goes on with them.")
  }

  private func carryOut(
    _ cell: SegmentationStudyCell, in folder: SegmentationStudyFolder, _ study: SegmentationStudyDescription,
    _ progress: Progress
  ) throws -> RunEnd {
    let plan = try cell.description(created: study.created, arguments: study.commandLine)
    let runFolder = try open(folder.runFolder(cell.cell), plan)
    progress.begin(cell.cell, finished: runFolder.finishedBatches.count * plan.attacks.count)
    var control = RunControl(shouldStop: { Interruption.isRequested })
    control.didAttack = { progress.advance($0) }
    return try cell.run().run(in: runFolder, shards: HDF5Shards(), control: control)
  }

  private func open(_ path: String, _ plan: RunDescription) throws -> RunFolder {
    guard FileManager.default.fileExists(atPath: RunPaths(folder: path).description), !force else {
      return try RunFolder.create(at: path, plan: plan, force: force)
    }
    let folder = try RunFolder.reopen(path)
    let conflicts = folder.plan.conflicts(with: plan)
    guard conflicts.isEmpty else { throw ResumeConflict(folder: path, conflicts: conflicts) }
    return folder
  }

  /// Images times attacks, over all runs.
  private final class Progress {
    private var line: ProgressLine
    private let total: Int
    private var (done, earlier, place) = (0, 0, "")

    init(total: Int, isQuiet: Bool) {
      self.total = total
      line = ProgressLine("Attacking", isQuiet: isQuiet)
    }

    func begin(_ cell: SegmentationStudyDescription.Cell, finished: Int) {
      done += finished
      earlier += finished
      place = "\(cell.victim) on \(cell.data), \(cell.part.rawValue)"
    }

    func advance(_ batch: AttackedBatch) {
      done += batch.samples
      line.update(done, of: total, earlier: earlier, note: "\(place), \(batch.attack)")
    }
  }
}

// MARK: - What the study's folder says

extension SegmentationStudy {
  private func description(
    _ subjects: [SegmentationStudySubject], _ cells: [SegmentationStudyCell]
  ) throws -> SegmentationStudyDescription {
    // One entry for each victim and for each data set, in the file's order.
    let victims = file.victims.compactMap { victim in
      subjects.first { $0.victim.name == victim.name }.map {
        SegmentationStudyDescription.Victim(
          name: victim.name, model: $0.modelFacts, outputShape: $0.model.outputShape)
      }
    }
    let dataSets = file.dataSets.compactMap { data in
      subjects.first { $0.data.name == data.name }.map {
        SegmentationStudyDescription.DataSet(name: data.name, facts: $0.dataFacts)
      }
    }
    var description = SegmentationStudyDescription(
      title: file.title, created: SystemFacts.timestamp(), commandLine: arguments, processor: RunFacts.processor,
      victims: victims, dataSets: dataSets, cells: cells.map(\.cell))
    description.versions = RunFacts.versions
    if file.parts.contains(.targeted) {
      (description.ablation, description.minimal) = (file.targeted.ablation, file.targeted.minimal)
    }
    description.settings = try settings
    description.caveats = caveats(subjects)
    return description
  }

  private var settings: [Setting] {
    get throws { try planned + [PrecisionOptions.setting(file.precision.resolved())] + shown }
  }

  /// Who is shown what, as flags and windows say it.
  private var shown: [Setting] {
    file.victims.flatMap { victim in
      [Setting("\(victim.name), flags", list(victim.options + victim.geometry))]
        + ((victim.windows ?? file.windows).map { [Setting("\(victim.name), windows", "\($0)")] } ?? [])
    }
      + file.dataSets.map { data in
        Setting("\(data.name), flags", list(data.options + (data.goals.map { ["goals"] + $0 } ?? [])))
      }
  }

  private func list(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }

  private var planned: [Setting] {
    let (targeted, untargeted, goals) = (file.targeted, file.untargeted, file.goals)
    return [
      Setting("parts", list(file.parts.map(\.rawValue))), Setting("seeds", list(file.seeds.map { "\($0)" })),
      Setting("drawn from a mean IoU of", "\(file.success)"), Setting("region", file.region),
      Setting("examples of each victim and data set", "\(file.examples)"),
      Setting("pairs to draw", "\(targeted.pairs)"), Setting("steps to draw", "\(targeted.iterations)"),
      Setting(
        "steps of attacks that look for the smallest change alone",
        "\(targeted.minimalIterations ?? targeted.iterations)"),
      Setting("attacks that draw", list(targeted.attacks)), Setting("images to destroy", "\(untargeted.images)"),
      Setting("steps to destroy", "\(untargeted.iterations)"),
      Setting("attacks that destroy", list(untargeted.attacks)),
      Setting("sizes, \(untargeted.norm.rawValue)", list(untargeted.sizes.map(\.text)), unit: "input units"),
      Setting("goals", file.goals.masks.map(list) ?? "the usual ones"), Setting("images for goals", "\(goals.images)"),
      Setting("attack for goals", "\(goals.attack), \(goals.iterations) steps"),
    ]
  }

  private func units(_ subjects: [SegmentationStudySubject]) -> String {
    guard subjects.allSatisfy({ ($0.loaded.card.bounds ?? 0...1) == 0...1 }) else {
      return "Sizes are measured in the victims' input units; between victims with other inputs they do not compare."
    }
    return
      "Values run from 0 to 1: an L∞ of 8/255 is 8 of the 255 grey levels of an 8-bit image. L2 grows with the number of "
      + "pixels: it does not compare between sizes of image."
  }

  private func caveats(_ subjects: [SegmentationStudySubject]) -> [String] {
    var caveats = [
      units(subjects),
      "Attacks that draw have no budget: judge their success with their L2 and L∞.",
    ]
    for subject in subjects {
      for caveat in subject.caveats {
        let words = "\(subject.victim.name) on \(subject.data.name): \(caveat)"
        if !caveats.contains(words) { caveats.append(words) }
      }
    }
    return caveats
  }
}
