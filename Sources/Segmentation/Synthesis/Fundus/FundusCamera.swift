internal import Images
internal import Tensors

/// What becomes of the light on its way to a file: the round field stop, blur, noise, 8 bits.
struct FundusCamera: Sendable {
  private let grid: FundusGrid
  private let sensor: CameraSensor
  private let surround: Float

  init(grid: FundusGrid, settings: FundusSettings, random: inout RandomStream) {
    self.grid = grid
    // Deviations in pixels of an image of 128 × 128, so that the optics are the same at every size.
    sensor = CameraSensor(
      blurDeviation: settings.blur * random.next(in: 0.3...0.65) * Double(grid.size) / 128,
      shotNoise: Float(settings.noise * random.next(in: 0.010...0.024)),
      readNoise: Float(settings.noise * random.next(in: 0.004...0.009)))
    surround = Float(random.next(in: 0.004...0.02))
  }

  /// The share of a pixel that the field stop lets through.
  func openShare(at point: SIMD2<Double>) -> Float {
    Float(min(1, max(0, (1 - point.length) * grid.scale + 0.5)))
  }

  /// The file's image of three planes of light, [size · size] each, that came through the field stop.
  func photograph(of light: [[Float]], random: inout RandomStream) -> Image {
    sensor.photograph(of: light, size: grid.size, surround: surround, random: &random)
  }
}
