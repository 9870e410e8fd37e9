import Reports
import Tensors

/// Arrays made when asked for; names that `make` does not know are missing, as in a damaged run.
struct MemoryArrays: ArrayLoading {
  struct Missing: Error, CustomStringConvertible {
    let name: String
    var description: String { "there is no dataset “\(name)”" }
  }

  let make: @Sendable (String) -> Tensor?

  func array(_ dataset: String, in shard: String) throws -> Tensor {
    guard let tensor = make(dataset) else { throw Missing(name: dataset) }
    return tensor
  }

  static let missing = MemoryArrays { _ in nil }
}

/// Records made when asked for, so that a test can have a thousand of them or a million.
struct MadeRecords: RecordReading {
  let count: Int
  let make: (Int) -> ReportRecord

  func forEachRecord(_ body: (ReportRecord) throws -> Void) throws -> Int {
    for index in 0..<count { try body(make(index)) }
    return 0
  }
}
