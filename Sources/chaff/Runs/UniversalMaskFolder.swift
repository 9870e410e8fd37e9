import Evaluation
import Foundation
import Reports
import Tensors

/// The folder of a universal perturbation: the array, a picture of it, and what it does; before that a search that goes
/// on.
struct UniversalMaskFolder {
  let path: String

  private var array: String { path + "/perturbation.npy" }
  private var picture: String { path + "/perturbation.png" }
  private var summary: String { path + "/summary.json" }
  private var report: String { path + "/report.html" }

  /// Where a search has begun, the next one goes on with it.
  ///
  /// - Throws: `FolderTaken` where something else is in the folder, or a perturbation that is not to be replaced.
  func checkIsFree(force: Bool) throws {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    guard manager.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else { throw FolderTaken(path: path, advice: "it is a file; name a folder") }
    let traces = ["run.lock", "search.json.partial"]
    let names = try manager.contentsOfDirectory(atPath: path).filter { !traces.contains($0) }
    guard !names.isEmpty, !UniversalMaskWork.hasBegun(in: path) else { return }
    // One that was being cleared when it was killed holds some of them.
    let own = [array, picture, summary, report].map { URL(fileURLWithPath: $0).lastPathComponent }
    guard names.contains(own[0]) && names.contains(own[2]) || names.allSatisfy(own.contains) else {
      throw FolderTaken(path: path, advice: "it holds other files; name a folder that is not there yet")
    }
    if !force { throw FolderTaken(path: path, advice: "a perturbation is there; name another folder or add --force") }
  }

  /// Begins the search or goes on with it; a new one removes what an earlier one has left.
  ///
  /// - Throws: `RunFolderError` for another search that has begun there, or one that is running.
  func begin(_ plan: RunDescription, force: Bool) throws -> UniversalMaskWork {
    try UniversalMaskWork(in: path, plan, force: force) {
      for file in [array, picture, summary, report]
      where FileManager.default.fileExists(atPath: file) {
        try FileManager.default.removeItem(atPath: file)
      }
    }
  }

  /// - Throws: `CheckpointDamaged`.
  func checkpoint() throws -> UniversalMaskCheckpoint? {
    try UniversalMaskCheckpoint(contentsOf: UniversalMaskWork.state(in: path))
  }

  func keep(_ checkpoint: UniversalMaskCheckpoint) throws {
    try checkpoint.write(to: UniversalMaskWork.state(in: path))
  }

  func write(_ result: UniversalMaskResult, _ perturbation: Tensor) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try perturbation.writeNPY(to: array)
    try FileReplacement.write(UniversalMaskReport.picture(of: perturbation).pngBytes(), to: picture)
    try FileReplacement.write(Array(RecordCoding.document(result)), to: summary)
  }
}

struct FolderTaken: Error, CustomStringConvertible {
  let path: String
  let advice: String
  var description: String { "\(path) cannot be used: \(advice)" }
}
