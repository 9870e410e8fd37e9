import Tensors

/// Keeps a run's arrays inside its folder: a record may come from a stranger, and must not name files elsewhere.
struct ContainedArrays: ArrayLoading {
  let arrays: any ArrayLoading

  func array(_ dataset: String, in shard: String) throws -> Tensor {
    let parts = shard.split(separator: "/", omittingEmptySubsequences: false)
    guard !shard.isEmpty, !shard.contains("\\"), !parts.contains("..") && !parts.contains("") else {
      throw OutsideRun(shard: shard)
    }
    return try arrays.array(dataset, in: shard)
  }

  struct OutsideRun: Error, CustomStringConvertible {
    let shard: String
    var description: String { "“\(shard)” is not inside the run folder; the records were changed" }
  }
}
