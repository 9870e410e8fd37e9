internal import Foundation
internal import Images
internal import Tensors

/// What becomes of the light on its way to a file: the round field stop, blur, noise, 8 bits.
struct FundusCamera: Sendable {
  private let grid: FundusGrid
  private let blurDeviation: Double
  private let shotNoise: Float
  private let readNoise: Float
  private let surround: Float

  init(grid: FundusGrid, settings: FundusSettings, random: inout RandomStream) {
    self.grid = grid
    // Deviations in pixels of an image of 128 × 128, so that the optics are the same at every size.
    blurDeviation = settings.blur * random.next(in: 0.3...0.65) * Double(grid.size) / 128
    shotNoise = Float(settings.noise * random.next(in: 0.010...0.024))
    readNoise = Float(settings.noise * random.next(in: 0.004...0.009))
    surround = Float(random.next(in: 0.004...0.02))
  }

  /// The share of a pixel that the field stop lets through.
  func openShare(at point: SIMD2<Double>) -> Float {
    Float(min(1, max(0, (1 - point.length) * grid.scale + 0.5)))
  }

  /// The file's image of three planes of light, [size · size] each, that came through the field stop.
  func photograph(of light: [[Float]], random: inout RandomStream) -> Image {
    let kernel = Self.kernel(deviation: blurDeviation)
    var scalars: [Float] = []
    for plane in light {
      for value in Self.blurred(plane, size: grid.size, kernel) {
        let level = surround + (1 - surround) * value
        let deviation = (shotNoise * shotNoise * max(level, 0) + readNoise * readNoise).squareRoot()
        scalars.append(level + deviation * random.nextGaussian())
      }
    }
    return Image(rounding: Tensor(shape: [light.count, grid.size, grid.size], scalars: scalars))
  }

  /// A sampled Gaussian of sum 1 out to three deviations.
  private static func kernel(deviation: Double) -> [Float] {
    guard deviation > 0 else { return [1] }
    let reach = Int((3 * deviation).rounded(.up))
    let weights = (-reach...reach).map { exp(-0.5 * pow(Double($0) / deviation, 2)) }
    let sum = weights.reduce(0, +)
    return weights.map { Float($0 / sum) }
  }

  /// Along rows, then along columns; beyond the border the last pixel is repeated.
  private static func blurred(_ plane: [Float], size: Int, _ kernel: [Float]) -> [Float] {
    guard kernel.count > 1 else { return plane }
    let reach = kernel.count / 2
    func pass(_ source: [Float], alongRows: Bool) -> [Float] {
      source.indices.map { pixel in
        let (row, column) = (pixel / size, pixel % size)
        var sum: Float = 0
        for (offset, weight) in kernel.enumerated() {
          let place = min(size - 1, max(0, (alongRows ? column : row) + offset - reach))
          sum += weight * source[alongRows ? row * size + place : place * size + column]
        }
        return sum
      }
    }
    return pass(pass(plane, alongRows: true), alongRows: false)
  }
}
