internal import Foundation
internal import Images
internal import Tensors

/// What becomes of light on its way into a file: blur, shot and read noise, 8 bits.
struct CameraSensor: Sendable {
  /// In pixels.
  let blurDeviation: Double
  let shotNoise: Float
  let readNoise: Float

  /// The file's image of three planes of light, [size · size] each; `surround` is the light that is everywhere.
  func photograph(of light: [[Float]], size: Int, surround: Float, random: inout RandomStream) -> Image {
    let kernel = Self.kernel(deviation: blurDeviation)
    var scalars: [Float] = []
    for plane in light {
      for value in Self.blurred(plane, size: size, kernel) {
        let level = surround + (1 - surround) * value
        let deviation = (shotNoise * shotNoise * max(level, 0) + readNoise * readNoise).squareRoot()
        scalars.append(level + deviation * random.nextGaussian())
      }
    }
    return Image(rounding: Tensor(shape: [light.count, size, size], scalars: scalars))
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
