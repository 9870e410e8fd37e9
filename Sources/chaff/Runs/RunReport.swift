import HDF5
import Reports
import Tensors

/// The reports of folders, with their arrays read from HDF5 files.
enum RunReport {
  /// Builds the report of a run, a training or a study in its folder.
  ///
  /// - Returns: the path of the page.
  static func build(_ folder: String) throws -> String {
    try FolderReport.build(folder: folder, arrays: ShardArrays(folder: folder))
  }

  /// Builds one page of several run folders, each with the heading of its part or nil for one made from the run.
  static func combine(_ runs: [(path: String, title: String?)], title: String, output: String) throws -> String {
    try CombinedReport(title: title, folders: runs) { ShardArrays(folder: $0) }.write(to: output)
  }
}

private struct ShardArrays: ArrayLoading {
  let folder: String

  func array(_ dataset: String, in shard: String) throws -> Tensor {
    try HDF5File(reading: folder + "/" + shard).tensor(dataset)
  }
}
