import HDF5
import Radar
import Tensors

/// What a folder of recordings holds, class by class.
struct RecordingFolderFinding: Finding {
  struct Class: Encodable { let name: String, recordings: Int }

  static let kind = "recordingFolder"

  let classes: [Class]
  let recordingCount: Int
  let readCount: Int
  /// Format, stored type and shape of those that were read.
  var formats = Tally()
  var fewestActionFrames: Int?
  var mostActionFrames: Int?
  /// One line for each recording that cannot be read.
  var failures: [String] = []

  /// Reads every recording, or only the first of each class.
  init(_ folder: RecordingFolder, readsAll: Bool) {
    classes = folder.classes.map { Class(name: $0.name, recordings: $0.paths.count) }
    let paths = folder.classes.flatMap { readsAll ? $0.paths : Array($0.paths.prefix(1)) }
    recordingCount = folder.classes.reduce(0) { $0 + $1.paths.count }
    readCount = paths.count
    for path in paths { read(path) }
  }

  private mutating func read(_ path: String) {
    do {
      let recording = try Recording(contentsOf: path)
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
    case classes, recordingCount, readCount, formats, fewestActionFrames, mostActionFrames, failures
  }

  var title: String {
    "folder of \(Wording.count(recordingCount, "recording")) in \(classes.count) class\(classes.count == 1 ? "" : "es")"
  }

  var problem: String? {
    failures.first.map { failures.count == 1 ? $0 : "\($0) (and \(failures.count - 1) more)" }
  }

  var facts: [Fact] {
    var facts = [Fact("classes", Wording.list(classes.map { "\($0.name) \($0.recordings)" }, limit: 30))]
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
