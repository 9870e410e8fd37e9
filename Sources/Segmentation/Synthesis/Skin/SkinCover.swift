internal import Foundation
internal import Tensors

/// What lies over the skin and its lesion: hair, the marks of a ruler.
struct SkinCover: Sendable {
  private struct Stroke: Sendable {
    var points: [SIMD2<Double>]
    var width: Double
    var strength: Float
  }

  private static let hairColour = LightColour(0.16, 0.11, 0.09)
  private static let markColour = LightColour(0.2, 0.2, 0.24)

  private var hair: [Stroke] = []
  private var marks: [Stroke] = []

  /// With hair there are 3 to 24, 0.3 to 1 % of the side wide; with a ruler there is a mark at every
  /// millimetre along one side, a longer one at every fifth.
  init(hair hasHair: Bool, ruler hasRuler: Bool, random: inout RandomStream) {
    if hasHair {
      let direction = random.next(in: 0...Double.pi)
      hair = (0..<random.nextIndex(in: 3..<25)).map { _ in Self.hair(along: direction, &random) }
    }
    if hasRuler { marks = Self.ruler(&random) }
  }

  /// A line that bends evenly; most hairs of a person grow in about the same direction.
  private static func hair(along direction: Double, _ random: inout RandomStream) -> Stroke {
    var point = SIMD2(random.next(in: -1...1), random.next(in: -1...1))
    var heading = direction + random.nextNormal(deviation: 0.5) + (random.nextUniform() < 0.5 ? 0 : Double.pi)
    let (length, bend) = (random.next(in: 0.4...1.8), random.nextNormal(deviation: 0.7))
    var points = [point]
    for _ in 0..<24 {
      point += SIMD2(heading: heading) * (length / 24)
      heading += bend * length / 24
      points.append(point)
    }
    return Stroke(
      points: points, width: random.next(in: 0.006...0.019), strength: Float(random.next(in: 0.4...0.9)))
  }

  private static func ruler(_ random: inout RandomStream) -> [Stroke] {
    let (place, millimetre) = (random.next(in: 0.7...0.92) * random.nextSign(), random.next(in: 0.035...0.06))
    let (isUpright, strength) = (random.nextUniform() < 0.5, Float(random.next(in: 0.4...0.8)))
    let inwards: Double = place > 0 ? -1 : 1
    return (0..<Int(2 / millimetre)).map { number in
      let along = -1 + millimetre * (Double(number) + 0.5)
      let ends = [place, place + inwards * (number % 5 == 0 ? 0.11 : 0.055)]
      return Stroke(
        points: ends.map { isUpright ? SIMD2($0, along) : SIMD2(along, $0) }, width: 0.01, strength: strength)
    }
  }

  /// Hair and marks on a grid.
  func applied(to planes: inout [[Float]], on grid: SkinGrid) {
    for (strokes, colour) in [(marks, Self.markColour), (hair, Self.hairColour)] where !strokes.isEmpty {
      var raster = StrokeRaster(grid: grid)
      for stroke in strokes { raster.draw(stroke.points, width: stroke.width, strength: stroke.strength) }
      for pixel in raster.coverage.indices where raster.coverage[pixel] > 0 {
        for channel in 0..<3 {
          planes[channel][pixel] += raster.coverage[pixel] * (colour[channel] - planes[channel][pixel])
        }
      }
    }
  }
}
