internal import Foundation

/// The folder of a training run, open for writing by this program alone: it holds the lock and keeps training.json.
///
/// Weights and epochs are written by the training loop, each file beside its place and renamed.
public final class TrainingRunFolder {
  public let paths: TrainingPaths
  public private(set) var description: TrainingDescription
  private let lock: RunLock

  private init(_ paths: TrainingPaths, _ description: TrainingDescription, _ lock: RunLock) {
    (self.paths, self.description, self.lock) = (paths, description, lock)
  }

  /// Makes a folder at `path`, which need not exist and must be empty unless `force` is given.
  ///
  /// With `force`, what an earlier training run left is removed first, and never anything else.
  ///
  /// - Throws: `RunFolderError`.
  public static func create(
    at path: String, _ description: TrainingDescription, force: Bool = false
  ) throws -> TrainingRunFolder {
    let paths = TrainingPaths(folder: path)
    let found = try RunFolderContents.made(at: path)
    if !found.isEmpty, !force {
      throw RunFolderError(
        cannot: "start training in", path, because: "it is not empty",
        advice:
          "choose another folder, go on with 'chaff train --resume \(path)', or replace what is there with --force")
    }
    let lock = try RunLock(paths.lock)
    for file in paths.files { unlink(file) }
    let folder = TrainingRunFolder(paths, description, lock)
    try folder.save(description)
    return folder
  }

  /// Opens the folder of an interrupted run.
  ///
  /// - Throws: `RunFolderError`, or a decoding error for a training.json that is none.
  public static func reopen(_ path: String) throws -> TrainingRunFolder {
    let paths = TrainingPaths(folder: path)
    let description = try description(at: path)
    return TrainingRunFolder(paths, description, try RunLock(paths.lock))
  }

  /// Reads training.json without opening the folder for writing.
  ///
  /// - Throws: `RunFolderError` where there is none, or it cannot be read.
  public static func description(at path: String) throws -> TrainingDescription {
    try RecordCoding.read(
      TrainingDescription.self, from: TrainingPaths(folder: path).description,
      isNot: "it is not what a training run writes", ifMissing: "give a folder that 'chaff train' made",
      ifBroken: "docs/training.md describes the format")
  }

  /// Replaces training.json.
  public func save(_ description: TrainingDescription) throws {
    try AtomicFile.write(try RecordCoding.document(description), to: paths.description)
    self.description = description
  }
}

extension TrainingPaths {
  /// Everything that a training run leaves.
  fileprivate var files: [String] {
    let linear = TrainingPaths(folder: linearBaseline)
    return [
      description, epochs, checkpoint, best, model, card, report, linear.epochs, linear.checkpoint, linear.best,
    ]
  }
}

extension TrainingDescription {
  /// What differs between this run and another description of it, in words: none of it may change on resume.
  public func conflicts(with other: TrainingDescription) -> [String] {
    var conflicts: [String] = []
    if task != other.task { conflicts.append("the task") }
    if network != other.network { conflicts.append("the network") }
    if data.sha256 != other.data.sha256 { conflicts.append("the data") }
    if data.training != other.data.training || data.validation != other.data.validation || data.test != other.data.test
    {
      conflicts.append("the split")
    }
    if seed != other.seed { conflicts.append("the seed") }
    if settings != other.settings { conflicts.append("the settings") }
    return conflicts
  }
}
