internal import Tensors

/// Clouds: random values on square lattices of several widths, smoothly interpolated and added.
///
/// Mean about 0; most values lie in −1…1.
struct SmoothNoise: Sendable {
  private struct Lattice: Sendable {
    let cells: Int
    let values: [Float]
  }

  private let lattices: [Lattice]

  /// A layer for each number of lattice cells across the field; each weighs half as much as that before it.
  init(cells: [Int], random: inout RandomStream) {
    var lattices: [Lattice] = []
    var weight: Float = 1
    for count in cells {
      let values = (0..<(count + 2) * (count + 2)).map { _ in weight * (2 * random.nextUniform() - 1) }
      lattices.append(Lattice(cells: count, values: values))
      weight /= 2
    }
    self.lattices = lattices
  }

  func value(at point: SIMD2<Double>) -> Float { lattices.reduce(0) { $0 + Self.value(of: $1, at: point) } }

  private static func value(of lattice: Lattice, at point: SIMD2<Double>) -> Float {
    let (column, right) = cell(point.x, lattice.cells)
    let (row, down) = cell(point.y, lattice.cells)
    let stride = lattice.cells + 2
    let corner = row * stride + column
    let above = lattice.values[corner] + right * (lattice.values[corner + 1] - lattice.values[corner])
    let below =
      lattice.values[corner + stride] + right * (lattice.values[corner + stride + 1] - lattice.values[corner + stride])
    return above + down * (below - above)
  }

  /// The lattice cell of a coordinate, and the smoothed share of the way through it.
  private static func cell(_ coordinate: Double, _ cells: Int) -> (Int, Float) {
    // The corners of the image lie a little outside −1.05…1.05 and repeat the border.
    let place = min(max((coordinate + 1.05) / 2.1, 0), 1) * Double(cells)
    let index = min(Int(place), cells)
    let share = Float(place - Double(index))
    return (index, share * share * (3 - 2 * share))
  }
}
