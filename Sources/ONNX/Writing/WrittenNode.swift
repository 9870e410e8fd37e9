import Graphs

/// A node at two batch sizes.
struct WrittenNode {
  /// At the smaller batch.
  let node: Node
  /// The same operation at the larger batch.
  let twin: any Operation
  /// Its name in the file, of which there is one only.
  let name: String

  func error(_ problem: String, hint: String = "write the model without this operation") -> ONNXWriterError {
    ONNXWriterError(at: "node '\(name)' (\(node.operation))", problem, hint: hint)
  }
}

/// The extents that two batch sizes have in common; nil where they differ.
func commonExtents(_ small: [Int], _ large: [Int]) -> [Int?] {
  small.count == large.count ? zip(small, large).map { $0 == $1 ? $0 : nil } : small.map { _ in nil }
}
