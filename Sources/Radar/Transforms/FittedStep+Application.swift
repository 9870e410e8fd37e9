internal import Foundation
internal import Tensors

extension FittedStep {
  func applied(to values: Tensor) -> Tensor {
    switch self {
    case .log1p(let divisor): values.map { Foundation.log1p($0) / divisor }
    case .scale(let factor): values.map { $0 * factor }
    case .offset(let amount): values.map { $0 + amount }
    case .decibels(let floor): values.map { 20 * log10(max($0, floor)) }
    case .affine(let shifts, let divisors): Self.byPart(values, shifts, divisors) { ($0 - $1) / $2 }
    case .background(let background, let clips): Self.shifted(values, background) { clips ? max($0 - $1, 0) : $0 - $1 }
    case .movingBackground(let rate): Self.recursive(values, rate) { value, average in (value - average, value) }
    case .clip(let range): values.map { min(max($0, range.lowerBound), range.upperBound) }
    }
  }

  func inverted(_ values: Tensor) -> Tensor {
    switch self {
    case .log1p(let divisor): values.map { expm1($0 * divisor) }
    case .scale(let factor): values.map { $0 / factor }
    case .offset(let amount): values.map { $0 - amount }
    case .decibels: values.map { pow(10, $0 / 20) }
    case .affine(let shifts, let divisors): Self.byPart(values, shifts, divisors) { $0 * $2 + $1 }
    case .background(let background, _): Self.shifted(values, background) { $0 + $1 }
    case .movingBackground(let rate):
      Self.recursive(values, rate) { value, average in (value + average, value + average) }
    case .clip: values
    }
  }

  /// Every value with the numbers of its part, of which there are as many equal ones as numbers.
  private static func byPart(
    _ values: Tensor, _ first: [Float], _ second: [Float], _ combine: (Float, Float, Float) -> Float
  ) -> Tensor {
    let size = max(1, values.count / first.count)
    var result = values
    result.withUnsafeMutableScalars { scalars in
      for part in first.indices {
        for index in part * size..<min((part + 1) * size, scalars.count) {
          scalars[index] = combine(scalars[index], first[part], second[part])
        }
      }
    }
    return result
  }

  /// Every value with the one at its place in its channel's image.
  private static func shifted(
    _ values: Tensor, _ images: [Float], _ combine: (Float, Float) -> Float
  ) -> Tensor {
    let (times, size) = (values.shape[1], values.shape[2] * values.shape[3])
    var result = values
    result.withUnsafeMutableScalars { scalars in
      for index in scalars.indices {
        let (channel, pixel) = (index / (times * size), index % size)
        scalars[index] = combine(scalars[index], images[channel * size + pixel])
      }
    }
    return result
  }

  /// Walks through time beside the exponential average of stored values; `step` gives the result and the stored value.
  private static func recursive(
    _ values: Tensor, _ rate: Float, _ step: (Float, Float) -> (result: Float, stored: Float)
  ) -> Tensor {
    let (times, size) = (values.shape[1], values.shape[2] * values.shape[3])
    var result = values
    result.withUnsafeMutableScalars { scalars in
      for channel in 0..<values.shape[0] {
        var average = [Float](repeating: 0, count: size)
        for time in 0..<times {
          let start = (channel * times + time) * size
          for pixel in 0..<size {
            let (value, stored) = step(scalars[start + pixel], average[pixel])
            scalars[start + pixel] = value
            average[pixel] = rate * stored + (1 - rate) * average[pixel]
          }
        }
      }
    }
    return result
  }
}
