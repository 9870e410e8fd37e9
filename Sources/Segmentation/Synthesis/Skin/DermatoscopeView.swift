internal import Foundation
internal import Images
internal import Tensors

/// How a camera sees the skin: uneven light, perhaps the dark edge of a round field, blur, noise, 8 bits.
struct DermatoscopeView: Sendable {
  private let grid: SkinGrid
  private let lightCentre: SIMD2<Double>
  private let falloff: Double
  /// The round field's radius; nil where the picture shows none of its edge.
  private let fieldRadius: Double?
  private let softness: Double
  private let surround: Float
  private let sensor: CameraSensor

  init(grid: SkinGrid, settings: SkinSettings, hasVignette: Bool, random: inout RandomStream) {
    self.grid = grid
    lightCentre = SIMD2(random.next(in: -0.3...0.3), random.next(in: -0.3...0.3))
    falloff = random.next(in: 0...0.13)
    let radius = random.next(in: 1.0...1.36)
    fieldRadius = hasVignette ? radius : nil
    softness = random.next(in: 0.01...0.05)
    surround = Float(random.next(in: 0.01...0.1))
    // Deviations in pixels of a picture of 256 × 256, so that the optics are the same at every size.
    sensor = CameraSensor(
      blurDeviation: settings.blur * random.next(in: 0.3...0.9) * Double(grid.size) / 256,
      shotNoise: Float(settings.noise * random.next(in: 0.002...0.016)),
      readNoise: Float(settings.noise * random.next(in: 0.001...0.008)))
  }

  /// The share of light that comes through the field's edge.
  func openShare(at point: SIMD2<Double>) -> Float {
    fieldRadius.map { Float(1 / (1 + exp((point.length - $0) / softness))) } ?? 1
  }

  /// A colour of the skin as it reaches the sensor.
  func seen(_ colour: LightColour, at point: SIMD2<Double>) -> LightColour {
    let offset = point - lightCentre
    return LightColour(repeating: surround)
      .mixed(with: Float(1 - falloff * offset.dot(offset)) * colour, weight: openShare(at: point))
  }

  func photograph(of planes: [[Float]], random: inout RandomStream) -> Image {
    sensor.photograph(of: planes, size: grid.size, surround: 0, random: &random)
  }
}
