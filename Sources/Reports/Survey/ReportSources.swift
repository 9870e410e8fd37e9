public import Tensors

/// The records of a run, read from the first to the last as often as asked, one at a time.
public protocol RecordReading {
  /// - Returns: how many lines could not be read.
  @discardableResult
  func forEachRecord(_ body: (ReportRecord) throws -> Void) throws -> Int
}

extension Array: RecordReading where Element == ReportRecord {
  @discardableResult
  public func forEachRecord(_ body: (ReportRecord) throws -> Void) throws -> Int {
    try forEach(body)
    return 0
  }
}

/// The arrays of a run, read one at a time and only for the samples that are shown.
public protocol ArrayLoading {
  /// - Parameters:
  ///   - dataset: the path of the dataset inside the shard.
  ///   - shard: the file, relative to the run folder.
  /// - Returns: the dataset, as it was written.
  /// - Throws: when the file or the dataset is missing or unreadable; the report then says so instead of showing it.
  func array(_ dataset: String, in shard: String) throws -> Tensor
}
