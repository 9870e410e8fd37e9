import Evaluation
import Foundation
import Reports
import Tensors

/// The folder of a universal perturbation: the array, a picture of it, and what it does.
struct UniversalMaskFolder {
  let path: String

  private var array: String { path + "/perturbation.npy" }
  private var picture: String { path + "/perturbation.png" }
  private var summary: String { path + "/summary.json" }

  /// - Throws: `FolderTaken` where something else is in the folder, or an earlier search that is not to be replaced.
  func checkIsFree(force: Bool) throws {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    guard manager.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else { throw FolderTaken(path: path, advice: "it is a file; name a folder") }
    guard try !manager.contentsOfDirectory(atPath: path).isEmpty else { return }
    guard manager.fileExists(atPath: array), manager.fileExists(atPath: summary) else {
      throw FolderTaken(path: path, advice: "it holds other files; name a folder that is not there yet")
    }
    if !force { throw FolderTaken(path: path, advice: "a perturbation is there; name another folder or add --force") }
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
