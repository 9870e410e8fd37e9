import ArgumentParser
import Attacks
import Engine
import Evaluation
import Foundation
import Radar
import Tensors
import Victims

/// `study radar`, from the file to the result.
struct RadarStudy {
  let file: StudyFile
  let output: String
  let force: Bool
  let isQuiet: Bool
  let arguments: [String]

  func carryOut() throws -> StudyResult {
    Interruption.watch()
    let cards = try VictimTraining(file: file, folder: output).cards()
    let selection = try SampleSelection(file.test)
    var listing: RecordingFolder?
    let victims = try StudyVictims(file, cards: cards) { leader in
      let folder = try RecordingFolder(path: file.data, classNames: leader.card.classNames)
      listing = folder
      let reading = try FramingOptions.parse([]).reading.options(leader.card)
      return try Recording(contentsOf: try folder.entries(selection)[0].path, options: reading)
    }
    guard let folder = listing else { throw NoRecordings() }
    let entries = Self.spread(try folder.entries(selection), file.recordings)
    let source = RadarStudySource(entries, preparation: victims.preparation, inputShape: victims.inputShape)
    let settings = try StudySettingsFactory(
      file: file, victims: victims, sample: source.sample(0, framing: StudyFraming())
    )
    .settings()
    let study = try StudyFolder(
      at: output, description: try description(victims, folder, entries, source, settings), force: force)
    return try run(StudyRunner(subjects: victims.subjects, source: source, settings: settings), in: study)
  }

  private func run(_ runner: StudyRunner, in folder: StudyFolder) throws -> StudyResult {
    var line = ProgressLine("Cells", isQuiet: isQuiet)
    let control = StudyControl(
      didAdvance: { progress in
        let note = progress.current.isEmpty ? "" : "\(progress.current) \(Int(100 * progress.share)) %"
        line.update(
          progress.finished, of: progress.total, earlier: progress.finished - progress.finishedInSession, note: note)
      },
      shouldStop: { Interruption.isRequested })
    let result = try runner.run(in: folder, control: control)
    guard result.state == .complete else {
      throw Interrupted(
        advice: "Finished cells are kept in \(output); the same command goes on with them.")
    }
    return result
  }

  /// At most `limit` of the recordings, evenly spread: they lie class after class.
  private static func spread(_ entries: [RecordingEntry], _ limit: Int?) -> [RecordingEntry] {
    guard let limit, limit < entries.count else { return entries }
    return (0..<limit).map { entries[$0 * entries.count / limit] }
  }
}

// MARK: - What the study's folder says

extension RadarStudy {
  private func description(
    _ victims: StudyVictims, _ folder: RecordingFolder, _ entries: [RecordingEntry], _ source: RadarStudySource,
    _ settings: StudySettings
  ) throws -> StudyDescription {
    let first = try source.sample(0, framing: settings.framing)
    var data = try RunFacts.data(
      folder: file.data, paths: entries.map(\.path), found: folder.classes.reduce(0) { $0 + $1.paths.count },
      selection: "\(file.test)" + (file.recordings.map { ", at most \($0)" } ?? ""))
    data.format = first.facts.format
    data.perClass = victims.classNames.indices.map { index in entries.count { $0.classIndex == index } }
    var description = StudyDescription(
      title: file.title, created: SystemFacts.timestamp(), commandLine: arguments, processor: RunFacts.processor,
      seed: file.seed, data: data, bounds: ValueRange(victims.bounds))
    description.versions = RunFacts.versions
    description.samples = source.ids
    description.split = "attacked: \(file.test); what each victim was trained on is beside its name"
    description.classNames = victims.classNames
    description.axes = victims.preparation.axes.map(\.rawValue)
    description.inputShape = victims.inputShape
    description.transform = "\(victims.preparation.transform)"
    description.frameRate = first.facts.frameRate
    description.models = victims.models
    description.attacks = settings.attacks.map(\.facts)
    description.settings = StudySettingsText(file: file, settings: settings).lines
    description.settings.append(PrecisionOptions.setting(try file.precision.resolved()))
    description.caveats =
      first.facts.notes + victims.caveats + [folder.sessionCaveat].compactMap { $0 } + [
        "Sizes are measured after the transform, in the victims' input units.",
        "Recordings of few people in few sittings say little about others.",
      ]
    return description
  }
}
