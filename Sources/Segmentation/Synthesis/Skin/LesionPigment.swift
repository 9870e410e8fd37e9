internal import Foundation
internal import Tensors

/// What a lesion takes from the light that comes back from the skin under it (Lambert and Beer).
///
///     colour = skin · exp(−D a),   D(p) = D₀ · s(d(p)) · (1 + clouds + network + darker part)
///
/// with a how much pigment takes of red, green and blue, and d the distance to the outline, positive inside. s rises from
/// a fifth on the outline (people draw it where the skin begins to change) to about 0.8 a few widths inside, and on to the middle.
///
/// | what | distribution |
/// |---|---|
/// | D₀ | log-normal about 0.74 with deviation 0.4 |
/// | width of the edge | 0.012…0.06 |
/// | a | about (0.46, 0.92, 1.2): melanin |
/// | clouds, network | 0.2…0.6 and 0.08…0.4 of D |
/// | darker part | −0.1…1.2 of D, 0.25…0.6 of the mean radius wide |
/// | redness | over a part of 35 % of the lesions |
/// | blue-white veil | over a part of 25 % |
///
/// Lengths are in halves of the picture's side.
struct LesionPigment: Sendable {
  private static let veil = LightColour(0.45, 0.47, 0.55)

  private let density: Double
  private let absorption: LightColour
  private let edgeWidth: Double
  private let coreDepth: Double
  private let clouds: SmoothNoise
  private let cloudStrength: Double
  private let network: SmoothNoise
  private let networkStrength: Double
  private let darkCentre: SIMD2<Double>
  private let darkRadius: Double
  private let darkStrength: Double
  private let patches: [SmoothNoise]
  private let rednessStrength: Float
  private let veilStrength: Float

  init(outline: LesionOutline, random: inout RandomStream) {
    density = exp(random.nextNormal(-0.3, deviation: 0.4, within: -1.5...0.7))
    absorption = LightColour(
      Float(random.nextNormal(0.46, deviation: 0.06, within: 0.25...0.7)),
      Float(random.nextNormal(0.92, deviation: 0.07, within: 0.7...1.15)),
      Float(random.nextNormal(1.2, deviation: 0.12, within: 0.85...1.6)))
    edgeWidth = random.next(in: 0.012...0.06)
    let radius = outline.meanRadius
    coreDepth = min(0.32, 0.6 * radius)
    clouds = SmoothNoise(cells: [4, 8, 16], random: &random)
    cloudStrength = random.next(in: 0.2...0.6)
    network = SmoothNoise(cells: [28, 56], random: &random)
    networkStrength = random.next(in: 0.08...0.4)
    let place = SIMD2(heading: random.next(in: 0...2 * Double.pi)) * random.next(in: 0...0.5)
    darkCentre = outline.centre + radius * place
    darkRadius = radius * random.next(in: 0.25...0.6)
    darkStrength = random.next(in: -0.1...1.2)
    patches = (0..<2).map { _ in SmoothNoise(cells: [3, 6], random: &random) }
    rednessStrength = random.nextUniform() < 0.35 ? Float(random.next(in: 0.1...0.35)) : 0
    veilStrength = random.nextUniform() < 0.25 ? Float(random.next(in: 0.2...0.6)) : 0
  }

  /// A colour of the skin as it looks through the lesion; `depth` is the distance to the outline, negative outside.
  func applied(to skin: LightColour, at point: SIMD2<Double>, depth: Double) -> LightColour {
    let edge = 1 / (1 + exp(1.3 - depth / edgeWidth))
    guard edge > 1e-4 else { return skin }
    let way = Float(-density * edge * (0.8 + 0.35 * min(max(depth / coreDepth, 0), 1)) * structure(at: point))
    let pigmented = skin * LightColour(exp(way * absorption.x), exp(way * absorption.y), exp(way * absorption.z))
    let redness = rednessStrength * patch(0, 0.3, point) * Float(edge)
    return (pigmented * (1 - redness * LightColour(0, 0.6, 0.5)))
      .mixed(with: Self.veil, weight: veilStrength * patch(1, 0.2, point) * Float(edge))
  }

  /// How much pigment there is at a place against the mean.
  private func structure(at point: SIMD2<Double>) -> Double {
    let distance = (point - darkCentre).length / darkRadius
    let texture =
      cloudStrength * Double(clouds.value(at: point)) + networkStrength * Double(network.value(at: point))
    return max(0.15, 1 + texture + darkStrength * exp(-0.5 * distance * distance))
  }

  private func patch(_ index: Int, _ level: Float, _ point: SIMD2<Double>) -> Float {
    min(max(patches[index].value(at: point) + level, 0), 1)
  }
}
