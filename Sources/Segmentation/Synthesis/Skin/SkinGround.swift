internal import Tensors

/// Skin without a lesion: one person's tone, cloudy and grained.
///
/// | what | distribution |
/// |---|---|
/// | red | normal about 0.86 with deviation 0.11, 0.5…1.02 |
/// | red − green | normal about 0.125 with deviation 0.075, −0.02…0.3 |
/// | green − blue | normal about 0.01 with deviation 0.085, −0.2…0.16 |
/// | grain | 0.8…4.5 % |
struct SkinGround: Sendable {
  private let tone: LightColour
  private let clouds: SmoothNoise
  private let grain: SmoothNoise
  private let grainStrength: Float

  init(random: inout RandomStream) {
    let red = random.nextNormal(0.86, deviation: 0.11, within: 0.5...1.02)
    let green = red - random.nextNormal(0.125, deviation: 0.075, within: -0.02...0.3)
    let blue = green + random.nextNormal(-0.01, deviation: 0.085, within: -0.16...0.2)
    tone = LightColour(Float(red), Float(green), Float(blue))
    clouds = SmoothNoise(cells: [2, 4, 8], random: &random)
    grain = SmoothNoise(cells: [40, 90], random: &random)
    grainStrength = Float(random.next(in: 0.008...0.045))
  }

  func colour(at point: SIMD2<Double>) -> LightColour {
    tone * (1 + clouds.value(at: point) * LightColour(0.02, 0.035, 0.045) + grainStrength * grain.value(at: point))
  }
}
