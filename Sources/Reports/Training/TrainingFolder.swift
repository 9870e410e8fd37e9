import Evaluation
import Foundation

/// The files of a training run, read without changing them.
enum TrainingFolder {
  static let description = "training.json"
  static let journal = "training.jsonl"

  static func isTraining(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + description)
  }
}

extension TrainingReport {
  /// Whether a folder is one that `chaff train` left behind.
  public static func recognises(_ folder: String) -> Bool { TrainingFolder.isTraining(folder) }

  /// Reads training.json and training.jsonl; lines that cannot be read are counted, a journal that is not there yet is
  /// empty.
  ///
  /// - Throws: `RunFolderError` when training.json is missing, damaged or of another version.
  public init(folder: String) throws {
    let path = folder + "/" + TrainingFolder.description
    let training = try TrainingRunFolder.description(at: folder)
    guard training.schema == RecordSchema.version else {
      throw RunFolderError(
        cannot: "read", path,
        because: "it has schema \(training.schema), and this version reads schema \(RecordSchema.version)",
        advice: "use the version of chaff that made the folder")
    }
    var epochs: [TrainingEpoch] = []
    var unreadable = 0
    let journal = folder + "/" + TrainingFolder.journal
    if FileManager.default.fileExists(atPath: journal) {
      unreadable = try JournalReader.forEachRecord(TrainingEpoch.self, of: journal) { epochs.append($0) }
    }
    self.init(
      training: training, epochs: epochs.sorted { $0.epoch < $1.epoch }, unreadableCount: unreadable)
  }

  /// Builds the report of a training folder in that folder.
  @discardableResult
  public static func build(folder: String) throws -> String { try TrainingReport(folder: folder).write(to: folder) }
}
