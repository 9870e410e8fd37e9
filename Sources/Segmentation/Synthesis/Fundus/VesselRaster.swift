internal import Foundation

/// The vessels of an eye on the pixels of an image: how much blood light passes on its way, and which pixels are vessel.
///
/// Both come from the same discs and cones. `thickness` is sampled several times a pixel, so that edges are smooth; the
/// mask takes a pixel where its middle lies within a vessel, or within half a pixel of the line along its middle, as an
/// annotator draws what is thinner than a pixel.
struct VesselRaster {
  let grid: FundusGrid
  /// Samples per pixel and axis of `arterial` and `venous`.
  let refinement: Int
  /// The length of the way through arteries at each sample, in units of the field's radius.
  private(set) var arterial: [Float]
  private(set) var venous: [Float]
  /// [size, size], row-major.
  private(set) var isVessel: [Bool]

  /// A vein dims the light most in its middle, an artery reflects some of it there.
  private static let arterialReflex = 0.4

  init(_ vessels: [Vessel], on grid: FundusGrid) {
    self.grid = grid
    refinement = max(1, min(4, 1024 / grid.size))
    let samples = grid.size * refinement
    arterial = [Float](repeating: 0, count: samples * samples)
    venous = arterial
    isVessel = [Bool](repeating: false, count: grid.size * grid.size)
    for vessel in vessels { draw(vessel) }
  }

  private mutating func draw(_ vessel: Vessel) {
    let fine = grid.refined(by: refinement)
    for index in vessel.points.indices.dropLast() {
      let piece = Cone(
        from: vessel.points[index], to: vessel.points[index + 1], radii: (vessel.radii[index], vessel.radii[index + 1]))
      mark(piece)
      switch vessel.kind {
      case .artery: Self.deepen(&arterial, by: piece, on: fine, reflex: Self.arterialReflex)
      case .vein: Self.deepen(&venous, by: piece, on: fine, reflex: 0)
      }
    }
  }

  private mutating func mark(_ piece: Cone) {
    let halfPixel = 0.5 * grid.pixel
    let (rows, columns) = piece.box(margin: halfPixel, on: grid)
    for row in rows {
      for column in columns {
        let (distance, radius) = piece.nearest(to: grid.centre(row: row, column: column))
        if distance <= max(radius, halfPixel) { isVessel[row * grid.size + column] = true }
      }
    }
  }

  /// Where pieces of one kind overlap, at their joints, they are the same blood: the longer way counts.
  private static func deepen(_ thickness: inout [Float], by piece: Cone, on grid: FundusGrid, reflex: Double) {
    let (rows, columns) = piece.box(margin: 0, on: grid)
    for row in rows {
      for column in columns {
        let (distance, radius) = piece.nearest(to: grid.centre(row: row, column: column))
        guard distance < radius else { continue }
        let offset = distance / radius
        let chord = 2 * radius * (1 - offset * offset).squareRoot()
        let way = Float(chord * (1 - reflex * exp(-pow(offset / 0.4, 2))))
        let sample = row * grid.size + column
        thickness[sample] = max(thickness[sample], way)
      }
    }
  }
}

/// A piece of a vessel: every point within a radius of a line, the radius changing evenly along it.
private struct Cone {
  let start: SIMD2<Double>
  let end: SIMD2<Double>
  let radii: (Double, Double)

  init(from start: SIMD2<Double>, to end: SIMD2<Double>, radii: (Double, Double)) {
    (self.start, self.end, self.radii) = (start, end, radii)
  }

  /// The distance from the line, and the radius at the place of the line that is nearest.
  func nearest(to point: SIMD2<Double>) -> (distance: Double, radius: Double) {
    let line = end - start
    let square = line.dot(line)
    let place = square > 0 ? min(1, max(0, (point - start).dot(line) / square)) : 0
    return ((point - start - place * line).length, radii.0 + place * (radii.1 - radii.0))
  }

  func box(margin: Double, on grid: FundusGrid) -> (rows: Range<Int>, columns: Range<Int>) {
    let reach = max(radii.0, radii.1) + margin
    return (
      grid.pixels(from: min(start.y, end.y) - reach, to: max(start.y, end.y) + reach),
      grid.pixels(from: min(start.x, end.x) - reach, to: max(start.x, end.x) + reach)
    )
  }
}
