package import Graphs

/// Elements that are added to a tensor inside a window of it, where they lie: nothing is copied, and no zeros are added.
///
/// The cotangent of a value that others slice is a sum of such: of a part of a concatenation's cotangent (`slice`), put
/// where the forward slice read (`window`).
package struct WindowAddend {
  /// The elements that are read and added, along each axis.
  let extents: [Int]
  /// How far apart they lie in their buffer, and where the first one is.
  let strides: [Int]
  let offset: Int
  /// Elements of the buffer that are not added.
  let otherCount: Int
  /// Where they go: every `steps`-th element of the sum from `starts`.
  let window: Slice

  /// All, or a slice, of a tensor of shape `source`, added to one of shape `sum`, or to what `window` reads of that.
  package init(from source: [Int], slice: Slice? = nil, to sum: [Int], window: Slice? = nil) {
    extents = slice?.extents ?? source
    (strides, offset) = slice?.walk(through: source) ?? (RowMajor.strides(source), 0)
    otherCount = RowMajor.count(source) - RowMajor.count(extents)
    self.window = window ?? Slice(starts: sum.map { _ in 0 }, steps: sum.map { _ in 1 }, extents: sum)
    precondition(extents == self.window.extents, "Sum: expected a window of \(extents), is \(self.window)")
  }

  /// Whether every element of a tensor of this shape is added to.
  func covers(_ shape: [Int]) -> Bool { RowMajor.count(extents) == RowMajor.count(shape) }
}
