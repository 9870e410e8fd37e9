internal import Foundation
public import Images
internal import Tensors

/// A made-up photograph of the back of an eye, and the exact mask of its vessels or of its optic disc and cup.
///
/// Made from geometry and a little optics, not learned from photographs: a lit ground with clouds, macula and optic disc;
/// arteries and veins that leave the disc, divide after Murray's law and dim light after Lambert and Beer; optional
/// exudates and haemorrhages; field stop, blur, noise. It is a stand-in for a data set that anybody may have, good for
/// trying attacks; a network trained on it is no network for patients.
///
/// | what | shape |
/// |---|---|
/// | `image` | size × size, 8-bit RGB |
/// | `mask` | size × size; `.vessels`: class 1 is vessel, two classes; `.discAndCup`: 1 disc, 2 cup, three classes |
///
/// Disc and cup are ellipses of one form, the cup shifted a little towards the temple; a pixel belongs to what its middle
/// lies in, under a vessel too. In the photograph both have soft edges, half way at the mask's.
///
/// The same (seed, id, settings) give the same bytes, whatever else is made beside it. Vessels, ground, lesions and noise
/// have streams of their own: an eye without its lesions has the same vessels.
public struct SyntheticFundus: Sendable {
  public let id: String
  public let image: Image
  public let mask: Mask
  /// Whether exudates and haemorrhages were drawn.
  public let hasLesions: Bool
  /// The middle of the optic disc, and its mean radius, in pixels.
  public let disc: (row: Double, column: Double, radius: Double)
  /// The vertical cup-to-disc ratio before pixels, 0.3…0.6.
  public let cupToDiscRatio: Double

  public init(id: String, seed: UInt64, settings: FundusSettings) {
    func stream(_ purpose: String) -> RandomStream { RandomStream(seed: seed, sample: id, attack: "fundus \(purpose)") }
    var (anatomyStream, groundStream) = (stream("anatomy"), stream("ground"))
    var (lesionStream, cameraStream) = (stream("lesions"), stream("camera"))

    let grid = FundusGrid(size: settings.size)
    let anatomy = FundusAnatomy(random: &anatomyStream)
    let vessels = VesselGrowth.vessels(of: anatomy, random: stream("vessels"))
    let hasLesions = Double(lesionStream.nextUniform()) < settings.lesionShare
    let rendering = FundusRendering(
      anatomy: anatomy, raster: VesselRaster(vessels, on: grid),
      scene: FundusScene(anatomy: anatomy, random: &groundStream),
      lesions: hasLesions ? FundusLesions(anatomy: anatomy, random: &lesionStream) : FundusLesions(),
      camera: FundusCamera(grid: grid, settings: settings, random: &cameraStream))

    self.id = id
    self.hasLesions = hasLesions
    image = rendering.camera.photograph(of: rendering.light(), random: &cameraStream)
    mask = settings.masks == .vessels ? rendering.vesselMask() : rendering.discMask()
    let middle = (anatomy.disc * grid.scale) + SIMD2(repeating: Double(settings.size) / 2)
    disc = (middle.y, middle.x, anatomy.discRadius * grid.scale)
    cupToDiscRatio = rendering.scene.cupRadius
  }
}

/// The parts of one eye put together, pixel by pixel.
private struct FundusRendering {
  let anatomy: FundusAnatomy
  let raster: VesselRaster
  let scene: FundusScene
  let lesions: FundusLesions
  let camera: FundusCamera

  private var size: Int { raster.grid.size }

  /// [3][size · size]: the light that comes through the field stop.
  func light() -> [[Float]] {
    var planes = [[Float]](repeating: [Float](repeating: 0, count: size * size), count: 3)
    for row in 0..<size {
      for column in 0..<size {
        let point = raster.grid.centre(row: row, column: column)
        let open = camera.openShare(at: point)
        guard open > 0 else { continue }
        let ground = lesions.applied(to: scene.colour(at: point), at: point)
        let colour = open * scene.illumination(at: point) * ground * transmission(row, column)
        for channel in 0..<3 { planes[channel][row * size + column] = colour[channel] }
      }
    }
    return planes
  }

  /// The share of light that passes the vessels over a pixel, averaged over its samples.
  private func transmission(_ row: Int, _ column: Int) -> LightColour {
    let factor = raster.refinement
    var sum = LightColour(repeating: 0)
    for down in 0..<factor {
      let start = (row * factor + down) * size * factor + column * factor
      for sample in start..<start + factor {
        let way =
          -(raster.arterial[sample] * FundusPigments.arterialAbsorption
          + raster.venous[sample] * FundusPigments.venousAbsorption)
        sum +=
          way == LightColour(repeating: 0)
          ? LightColour(repeating: 1) : LightColour(exp(way.x), exp(way.y), exp(way.z))
      }
    }
    return sum / Float(factor * factor)
  }

  /// Vessels where at least half of a pixel lies in the field.
  func vesselMask() -> Mask {
    let classes: [Int32] = raster.isVessel.indices.map { pixel in
      let point = raster.grid.centre(row: pixel / size, column: pixel % size)
      return raster.isVessel[pixel] && camera.openShare(at: point) >= 0.5 ? 1 : 0
    }
    return Mask(height: size, width: size, classCount: 2, classes: classes)
  }

  /// The disc lies well inside the field, and the cup inside the disc, whatever eye is drawn.
  func discMask() -> Mask {
    let classes: [Int32] = (0..<size * size).map { pixel in
      let point = raster.grid.centre(row: pixel / size, column: pixel % size)
      guard anatomy.discDistance(point) <= 1 else { return 0 }
      return scene.cupDistance(point) <= 1 ? 2 : 1
    }
    return Mask(height: size, width: size, classCount: 3, classes: classes)
  }
}
