/// How far a region reaches.
extension Region {
  /// From the first to the last position along an axis that the region touches; nil where it is empty.
  ///
  /// Looked for from both ends: a region that reaches them, as most do along most axes, is read no further.
  public func span(alongAxis axis: Int) -> Range<Int>? {
    let extent = shape[axis], inner = shape[(axis + 1)...].reduce(1, *)
    return allowed.withUnsafeBufferPointer { allowed in
      func isTouched(_ position: Int) -> Bool {
        stride(from: position * inner, to: allowed.count, by: extent * inner).contains { start in
          allowed[start..<start + inner].contains(true)
        }
      }
      guard let first = (0..<extent).first(where: isTouched), let last = (0..<extent).last(where: isTouched) else {
        return nil
      }
      return first..<last + 1
    }
  }
}
