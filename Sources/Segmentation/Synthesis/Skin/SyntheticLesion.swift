public import Images
internal import Tensors

/// A made-up photograph of a pigmented lesion of the skin, and its exact mask.
///
/// Made from geometry and a little optics, not learned from photographs: skin of one tone with clouds and grain; an irregular
/// outline; pigment that dims light after Lambert and Beer, unevenly, with a soft edge; redness and a blue-white veil on
/// some; hair, the marks of a ruler and the dark edge of a dermatoscope's field over some; uneven light, blur, noise. It is a
/// stand-in for a data set that anybody may have, good for trying attacks: it has no diagnosis, and a network trained on it is
/// no network for patients. `docs/segmentation-data.md` compares its numbers with those of photographs.
///
/// | what | shape |
/// |---|---|
/// | `image` | size × size, 8-bit RGB |
/// | `mask` | size × size, class 1 is lesion, two classes, one connected piece |
///
/// A pixel is lesion where its middle lies inside the outline and at least half of the light comes through the field's edge.
/// Hair and marks take nothing from the mask.
///
/// The same (seed, id, settings) give the same bytes, whatever else is made beside it. Outline, pigment, skin, cover and camera
/// have streams of their own: with another share of hair the lesions stay.
public struct SyntheticLesion: Sendable {
  public let id: String
  public let image: Image
  public let mask: Mask
  public let hasHair: Bool
  public let hasRuler: Bool
  public let hasVignette: Bool

  public init(id: String, seed: UInt64, settings: SkinSettings) {
    func stream(_ purpose: String) -> RandomStream { RandomStream(seed: seed, sample: id, attack: "skin \(purpose)") }
    var (outlineStream, pigmentStream, groundStream) = (stream("outline"), stream("pigment"), stream("ground"))
    var (hairStream, coverStream, cameraStream) = (stream("shares"), stream("cover"), stream("camera"))

    self.id = id
    hasHair = Double(hairStream.nextUniform()) < settings.hairShare
    hasRuler = Double(hairStream.nextUniform()) < settings.rulerShare
    hasVignette = Double(hairStream.nextUniform()) < settings.vignetteShare

    let grid = SkinGrid(size: settings.size)
    let outline = LesionOutline(irregularity: settings.irregularity, random: &outlineStream)
    let rendering = SkinRendering(
      grid: grid, outline: outline,
      pigment: LesionPigment(outline: outline, random: &pigmentStream), ground: SkinGround(random: &groundStream),
      view: DermatoscopeView(grid: grid, settings: settings, hasVignette: hasVignette, random: &cameraStream))
    var planes = rendering.skin()
    SkinCover(hair: hasHair, ruler: hasRuler, random: &coverStream).applied(to: &planes, on: grid)
    image = rendering.view.photograph(of: rendering.seen(planes), random: &cameraStream)
    mask = rendering.mask()
  }
}

/// The parts of one photograph put together, pixel by pixel.
private struct SkinRendering {
  let grid: SkinGrid
  let pigment: LesionPigment
  let ground: SkinGround
  let view: DermatoscopeView
  private let isInside: [Bool]

  init(grid: SkinGrid, outline: LesionOutline, pigment: LesionPigment, ground: SkinGround, view: DermatoscopeView) {
    (self.grid, self.pigment, self.ground, self.view) = (grid, pigment, ground, view)
    isInside = (0..<grid.size * grid.size).map { outline.contains(grid.centre(of: $0)) }
  }

  /// [3][size · size]: skin and lesion in even light.
  func skin() -> [[Float]] {
    let depths = depths()
    return planes { pixel in
      let point = grid.centre(of: pixel)
      return pigment.applied(to: ground.colour(at: point), at: point, depth: depths[pixel])
    }
  }

  /// The same under the camera's light and through its field.
  func seen(_ light: [[Float]]) -> [[Float]] {
    planes { view.seen(LightColour(light[0][$0], light[1][$0], light[2][$0]), at: grid.centre(of: $0)) }
  }

  private func planes(_ colour: (Int) -> LightColour) -> [[Float]] {
    var planes = [[Float]](repeating: [Float](repeating: 0, count: isInside.count), count: 3)
    for pixel in isInside.indices {
      let colour = colour(pixel)
      for channel in 0..<3 { planes[channel][pixel] = colour[channel] }
    }
    return planes
  }

  /// The distance of every pixel to the outline, negative outside, to half a pixel.
  private func depths() -> [Double] {
    let toLesion = NearestSites(height: grid.size, width: grid.size) { isInside[$0] }
    let toSkin = NearestSites(height: grid.size, width: grid.size) { !isInside[$0] }
    return isInside.indices.map { pixel in
      let squared = isInside[pixel] ? toSkin.squaredDistances[pixel] : toLesion.squaredDistances[pixel]
      let distance = (squared.squareRoot() - 0.5) / grid.scale
      return isInside[pixel] ? distance : -distance
    }
  }

  func mask() -> Mask {
    Mask(
      height: grid.size, width: grid.size, classCount: 2,
      classes: isInside.indices.map { isInside[$0] && view.openShare(at: grid.centre(of: $0)) >= 0.5 ? 1 : 0 })
  }
}
