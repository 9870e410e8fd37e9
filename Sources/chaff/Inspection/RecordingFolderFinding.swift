import HDF5
import Radar
import Tensors

/// What a folder of recordings holds, class by class.
struct RecordingFolderFinding: Finding {
  struct Class: Encodable { let name: String, recordings: Int }

  /// How many recordings have a number.
  struct Count: Encodable { let number: Int, recordings: Int }

  static let kind = "recordingFolder"

  let classes: [Class]
  let recordingCount: Int
  let readCount: Int
  /// Format, stored type and shape of those that were read.
  var formats = Tally()
  /// By who was recorded and in which sitting, as far as names tell.
  let subjects: [Count]
  let sessions: [Count]
  /// Channel, range and Doppler extents of those that were read.
  private var extents: Set<[Int]> = []
  private let path: String
  var fewestActionFrames: Int?
  var mostActionFrames: Int?
  /// One line for each recording that cannot be read.
  var failures: [String] = []

  /// Reads every recording, or only the first of each class.
  init(_ folder: RecordingFolder, options: ReadingOptions, readsAll: Bool) {
    path = folder.path
    let origins = ((try? folder.entries()) ?? []).map(\.origin)
    subjects = Self.counts(origins.compactMap(\.subject))
    sessions = Self.counts(origins.compactMap(\.session))
    classes = folder.classes.map { Class(name: $0.name, recordings: $0.paths.count) }
    let paths = folder.classes.flatMap { readsAll ? $0.paths : Array($0.paths.prefix(1)) }
    recordingCount = folder.classes.reduce(0) { $0 + $1.paths.count }
    readCount = paths.count
    for path in paths { read(path, options) }
  }

  private static func counts(_ numbers: [Int]) -> [Count] {
    Dictionary(grouping: numbers) { $0 }.map { Count(number: $0.key, recordings: $0.value.count) }
      .sorted { $0.number < $1.number }
  }

  private mutating func read(_ path: String, _ options: ReadingOptions) {
    do {
      let recording = try Recording(contentsOf: path, options: options)
      let shape = recording.frames.shape
      extents.insert([shape[0], shape[2], shape[3]])
      formats.count(
        "\(recording.facts.format), \(recording.facts.stored.type), channel, time, range, doppler "
          + Wording.shape(recording.frames.shape))
      guard let flags = recording.isAction, flags.contains(true) else { return }
      let count = flags.count { $0 }
      fewestActionFrames = min(fewestActionFrames ?? count, count)
      mostActionFrames = max(mostActionFrames ?? count, count)
    } catch { failures.append("\(error)") }
  }

  private enum CodingKeys: String, CodingKey {
    case classes, recordingCount, readCount, formats, subjects, sessions, fewestActionFrames, mostActionFrames, failures
  }

  var title: String {
    "folder of \(Wording.count(recordingCount, "recording")) in \(classes.count) class\(classes.count == 1 ? "" : "es")"
  }

  var problem: String? {
    if let first = failures.first { return failures.count == 1 ? first : "\(first) (and \(failures.count - 1) more)" }
    guard extents.count > 1 else { return nil }
    let shapes = extents.map { Wording.shape($0) }.sorted().joined(separator: ", ")
    return
      "\(path): recordings differ in channel, range and doppler: \(shapes); a model takes one shape: sort them into folders"
  }

  private static func text(_ counts: [Count]) -> String? {
    counts.isEmpty ? nil : Wording.list(counts.map { "\($0.number) (\($0.recordings))" }, limit: 30)
  }

  var facts: [Fact] {
    var facts = [Fact("classes", Wording.list(classes.map { "\($0.name) \($0.recordings)" }, limit: 30))]
    facts.add("subjects", Self.text(subjects))
    facts.add("sessions", Self.text(sessions))
    facts.add("read", readCount == recordingCount ? "all of them" : "the first of each class; --all reads every one")
    facts.add("found", lines: formats.lines)
    if let fewestActionFrames, let mostActionFrames {
      let range = fewestActionFrames == mostActionFrames ? "" : "\(fewestActionFrames) to "
      facts.add("action", "\(range)\(mostActionFrames) frames, where the files mark a gesture")
    }
    facts.add("unreadable", lines: failures)
    return facts
  }
}
