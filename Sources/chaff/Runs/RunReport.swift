import HDF5
import Reports
import Tensors

/// The report of a run folder, with its arrays read from the HDF5 shards.
enum RunReport {
  /// - Returns: the path of the page.
  static func build(_ folder: String) throws -> String {
    try ReportBuilder.build(folder: folder, arrays: ShardArrays(folder: folder))
  }
}

private struct ShardArrays: ArrayLoading {
  let folder: String

  func array(_ dataset: String, in shard: String) throws -> Tensor {
    try HDF5File(reading: folder + "/" + shard).tensor(dataset)
  }
}
