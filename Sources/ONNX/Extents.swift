import Graphs

/// Limits on numbers read from a file: a forged size gives an error, never a trap or a huge allocation.
enum Extents {
  /// No stride, pad, kernel or extent of a real network is larger.
  static let largest = 1 << 30
  /// The most scalars that folding may *create* (as `Expand` and `Range` do), as against rearranging what the file holds.
  static let largestFolded = 1 << 24

  /// The number of elements of a shape that folding creates; nil where that is negative or too many.
  static func foldedCount(_ shape: [Int]) -> Int? {
    guard let count = Graph.elementCount(shape), count <= largestFolded else { return nil }
    return count
  }
}
