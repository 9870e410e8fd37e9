/// Where pixels lie on the skin: −1 at the left and the upper side of the picture, 1 at the right and the lower one.
struct SkinGrid: Sendable, Hashable {
  /// Pixels per side.
  let size: Int

  /// Pixels per unit of length.
  var scale: Double { Double(size) / 2 }

  /// The middle of a pixel.
  func centre(row: Int, column: Int) -> SIMD2<Double> {
    SIMD2(Double(column) + 0.5, Double(row) + 0.5) / scale - SIMD2(repeating: 1)
  }

  func centre(of pixel: Int) -> SIMD2<Double> { centre(row: pixel / size, column: pixel % size) }

  /// The pixels of one axis whose middles may lie in [lowest, highest].
  func pixels(from lowest: Double, to highest: Double) -> Range<Int> {
    let (first, last) = (((lowest + 1) * scale).rounded(.down), ((highest + 1) * scale).rounded(.down))
    guard last >= 0, first < Double(size), first <= last else { return 0..<0 }
    return max(0, Int(first))..<min(size, Int(last) + 1)
  }
}
