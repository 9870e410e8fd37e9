internal import Foundation
public import Tensors

/// A transform as it was applied to one sample: with the maxima it found, so that it can be undone.
public struct FittedTransform: Equatable, Sendable {
  let steps: [FittedStep]

  /// Stored values to model input, with the maxima of the sample that the transform was fitted to.
  public func applied(to values: Tensor) -> Tensor { steps.reduce(values) { $1.applied(to: $0) } }

  /// Model input to stored values.
  ///
  /// What `clip` cut off, and what lay under the floor of `dB`, does not come back.
  public func inverted(_ input: Tensor) -> Tensor { steps.reversed().reduce(input) { $1.inverted($0) } }
}

/// A step with its numbers, as functions of single values, or of values and the image they belong to.
enum FittedStep: Equatable, Sendable {
  case log1p(divisor: Float)
  case scale(by: Float)
  case offset(by: Float)
  case decibels(floor: Float)
  /// One divisor for each image, or a single one for all.
  case divide(by: [Float])
  case clip(ClosedRange<Float>)

  init(_ step: ValueStep, to values: Tensor) {
    switch step {
    case .log1p(let scale): self = .log1p(divisor: scale.map { Float(Foundation.log1p(Double($0))) } ?? 1)
    case .scale(let factor): self = .scale(by: factor)
    case .offset(let amount): self = .offset(by: amount)
    case .decibels(let floor): self = .decibels(floor: floor)
    case .perFrameMaximum: self = .divide(by: Self.maxima(values, imageCount: values.shape[0] * values.shape[1]))
    case .perSampleMaximum: self = .divide(by: Self.maxima(values, imageCount: 1))
    case .clip(let range): self = .clip(range)
    }
  }

  private static func maxima(_ values: Tensor, imageCount: Int) -> [Float] {
    guard imageCount > 0 else { return [1] }
    let size = values.count / imageCount
    return values.withUnsafeScalars { scalars in
      (0..<imageCount).map { image in
        let largest = scalars[image * size..<(image + 1) * size].reduce(0) { max($0, abs($1)) }
        return largest > 0 ? largest : 1
      }
    }
  }

  func applied(to values: Tensor) -> Tensor {
    switch self {
    case .log1p(let divisor): values.map { Foundation.log1p($0) / divisor }
    case .scale(let factor): values.map { $0 * factor }
    case .offset(let amount): values.map { $0 + amount }
    case .decibels(let floor): values.map { 20 * log10(max($0, floor)) }
    case .divide(let divisors): Self.byImage(values, divisors) { $0 / $1 }
    case .clip(let range): values.map { min(max($0, range.lowerBound), range.upperBound) }
    }
  }

  func inverted(_ values: Tensor) -> Tensor {
    switch self {
    case .log1p(let divisor): values.map { expm1($0 * divisor) }
    case .scale(let factor): values.map { $0 / factor }
    case .offset(let amount): values.map { $0 - amount }
    case .decibels: values.map { pow(10, $0 / 20) }
    case .divide(let divisors): Self.byImage(values, divisors) { $0 * $1 }
    case .clip: values
    }
  }

  private static func byImage(_ values: Tensor, _ numbers: [Float], _ combine: (Float, Float) -> Float) -> Tensor {
    let size = max(1, values.count / numbers.count)
    var result = values
    result.withUnsafeMutableScalars { scalars in
      for (image, number) in numbers.enumerated() {
        for index in image * size..<min((image + 1) * size, scalars.count) {
          scalars[index] = combine(scalars[index], number)
        }
      }
    }
    return result
  }

  /// Refuses values that the step is not defined for.
  func check(_ values: Tensor, _ step: ValueStep, of path: String) throws(RadarError) {
    let needsMagnitudes =
      switch self {
      case .log1p, .decibels: true
      default: false
      }
    guard let position = values.firstIndex(where: { !$0.isFinite || (needsMagnitudes && $0 < 0) }) else { return }
    throw Self.refusal(values, position, "'\(step)' is not defined for", of: path)
  }

  static func refusal(_ values: Tensor, _ position: Int, _ complaint: String, of path: String) -> RadarError {
    let place = zip(Recording.axes, values.coordinates(of: position)).map { "\($0) \($1)" }.joined(separator: ", ")
    return RadarError(
      path, "\(complaint) the value \(values.scalars[position]) at \(place)",
      remedy: "use another transform, or repair the recording")
  }
}
