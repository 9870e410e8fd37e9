internal import Foundation

/// A universal search that has begun in a folder and has no result yet: what was asked for, and how far it has come.
///
/// `search.json` says what was asked for, `search.safetensors` is the last state; both go when the result is there. A
/// second program is kept out as long as this one has it.
package final class UniversalMaskWork {
  /// What was asked for at the first start.
  package let plan: RunDescription
  private let folder: WorkFolder<RunDescription>
  private let lock: RunLock

  /// Begins a search in a folder, or goes on with the one that is there.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - wanted: the search; nothing that decides its result may differ from one that has begun there.
  ///   - force: starts anew, whatever is there.
  ///   - clear: what else belongs to a new start.
  /// - Throws: `RunFolderError` for another search that has begun there, one that is running, or a folder that cannot
  ///   be written.
  package init(in path: String, _ wanted: RunDescription, force: Bool, clear: () throws -> Void) throws {
    let folder = WorkFolder<RunDescription>(path, .universalMask)
    try RunFolderContents.made(at: path)
    lock = try RunLock(path + "/run.lock")
    self.folder = folder
    plan = try folder.open(wanted, force: force) {
      UniversalMaskWork.removeStates(in: path)
      try clear()
    }
  }

  /// Where the last state is kept.
  package static func state(in path: String) -> String { path + "/search.safetensors" }

  package static func hasBegun(in path: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/" + WorkKind.universalMask.file)
  }

  /// What was asked for in a folder.
  ///
  /// - Throws: `RunFolderError` for a folder without a readable description.
  package static func plan(in path: String) throws -> RunDescription {
    try WorkFolder<RunDescription>(path, .universalMask).read()
  }

  /// Removes the traces of the search once its result is there.
  package func finish() {
    Self.removeStates(in: folder.path)
    unlink(folder.description)
  }

  /// The last state, and what a kill has left of writing one.
  private static func removeStates(in path: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names where name.hasPrefix("search.safetensors") { unlink(path + "/" + name) }
  }
}
