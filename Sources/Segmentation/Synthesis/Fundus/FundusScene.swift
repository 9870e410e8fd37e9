internal import Foundation
internal import Tensors

/// The light that comes back from each place of a retina without its vessels: ground, macula, optic disc, illumination.
struct FundusScene: Sendable {
  private let anatomy: FundusAnatomy
  private let pigments: FundusPigments
  private let clouds: SmoothNoise
  private let grain: SmoothNoise
  private let lightCentre: SIMD2<Double>
  private let falloff: Double
  private let maculaDepth: Double
  /// The cup's radius in units of the disc's: having the disc's form, its height over the disc's as well.
  let cupRadius: Double
  private let cupOffset: SIMD2<Double>

  init(anatomy: FundusAnatomy, random: inout RandomStream) {
    self.anatomy = anatomy
    pigments = FundusPigments(random: &random)
    clouds = SmoothNoise(cells: [3, 6, 11], random: &random)
    grain = SmoothNoise(cells: [24, 46], random: &random)
    lightCentre = SIMD2(random.next(in: -0.3...0.3), random.next(in: -0.3...0.3))
    falloff = random.next(in: 0.2...0.55)
    maculaDepth = random.next(in: 0.15...0.38)
    cupRadius = random.next(in: 0.3...0.6)
    cupOffset = SIMD2(anatomy.temporal * 0.12 * anatomy.discRadius, 0)
  }

  /// The colour at a point, illumination left out.
  func colour(at point: SIMD2<Double>) -> LightColour {
    ground(at: point).mixed(with: discColour(at: point), weight: discWeight(at: point))
  }

  /// The distance from the cup's middle in units of its own radius: 1 on its rim.
  func cupDistance(_ point: SIMD2<Double>) -> Double { anatomy.discDistance(point - cupOffset) / cupRadius }

  /// The light that falls on a point: most where the flash points, least at the edge.
  func illumination(at point: SIMD2<Double>) -> Float {
    let distance = (point - lightCentre).length
    return Float(max(0.12, 1 - falloff * distance * distance))
  }

  private func ground(at point: SIMD2<Double>) -> LightColour {
    let texture = clouds.value(at: point) * LightColour(0.13, 0.24, 0.28) + 0.06 * grain.value(at: point)
    // The yellow pigment of the macula takes blue and green.
    let macula = Float(maculaDepth * exp(-pow((point - anatomy.fovea).length / (1.5 * anatomy.discRadius), 2)))
    let halo = Float(0.22 * exp(-pow(max(0, anatomy.discDistance(point) - 0.9) / 0.55, 2)))
    let filter = (1 - macula * LightColour(0.7, 1, 1.1)) * (1 + halo * LightColour(0.35, 1, 0.8))
    return pigments.fundus * (1 + texture) * filter
  }

  private func discColour(at point: SIMD2<Double>) -> LightColour {
    let weight = Float(1 / (1 + exp(7 * (cupDistance(point) - 1))))
    return pigments.disc.mixed(with: pigments.cup, weight: weight) * (1 + 0.04 * grain.value(at: point))
  }

  /// 1 inside the disc, 0 outside, with a soft rim.
  private func discWeight(at point: SIMD2<Double>) -> Float {
    Float(1 / (1 + exp(16 * (anatomy.discDistance(point) - 1))))
  }
}

extension FundusPigments {
  init(random: inout RandomStream) {
    let red = Float(random.next(in: 0.62...0.9))
    let green = red * Float(random.next(in: 0.33...0.46))
    fundus = LightColour(red, green, green * Float(random.next(in: 0.2...0.45)))
    let pale = Float(random.next(in: 0.8...1))
    disc = LightColour(1, 0.72 * pale, 0.36 * pale).mixed(with: 1.35 * fundus, weight: 0.25)
    cup = LightColour(1.05, 0.98 * pale, 0.66 * pale)
  }
}
