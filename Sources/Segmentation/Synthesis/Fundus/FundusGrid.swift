/// Where pixels lie in the eye's own coordinates, in which the round field of view has radius 1 about (0, 0).
///
/// x grows to the right, y downwards. Lengths of anatomy are given in these units, so that an eye looks alike at every
/// size in pixels.
struct FundusGrid: Sendable, Hashable {
  /// The radius of the field of view as a share of the image's side; what is left over is the dark surround.
  private static let fieldShare = 0.478

  /// Pixels per side.
  let size: Int

  /// Pixels per unit of length.
  var scale: Double { Self.fieldShare * Double(size) }

  /// The side of a pixel in units of length.
  var pixel: Double { 1 / scale }

  /// The point at a fractional pixel coordinate; (0, 0) is the outer corner of the first pixel.
  func point(x: Double, y: Double) -> SIMD2<Double> {
    let centre = Double(size) / 2
    return SIMD2(x - centre, y - centre) / scale
  }

  /// The middle of a pixel.
  func centre(row: Int, column: Int) -> SIMD2<Double> { point(x: Double(column) + 0.5, y: Double(row) + 0.5) }

  /// The pixels of one axis whose squares may touch [lowest, highest], in units of length.
  func pixels(from lowest: Double, to highest: Double) -> Range<Int> {
    let centre = Double(size) / 2
    let first = (lowest * scale + centre).rounded(.down)
    let last = (highest * scale + centre).rounded(.down)
    guard last >= 0, first < Double(size), first <= last else { return 0..<0 }
    return max(0, Int(first))..<min(size, Int(last) + 1)
  }

  /// A grid with `factor` times as many pixels per side over the same field.
  func refined(by factor: Int) -> FundusGrid { FundusGrid(size: size * factor) }
}
