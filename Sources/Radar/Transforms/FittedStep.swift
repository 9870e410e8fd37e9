internal import Foundation
internal import Tensors

/// A step with its numbers, as functions of single values, or of values and the image or channel they belong to.
enum FittedStep: Equatable, Sendable {
  case log1p(divisor: Float)
  case scale(by: Float)
  case offset(by: Float)
  case decibels(floor: Float)
  /// (v − shift) / divisor; of both as many as there are images, as channels, or one for all.
  case affine(shifts: [Float], divisors: [Float])
  /// One frame for each channel.
  case background([Float], clips: Bool)
  case movingBackground(rate: Float)
  case clip(ClosedRange<Float>)

  /// Takes what a step needs from the values that reach it.
  ///
  /// - Throws: ``RadarError`` when the step was never fitted, or does not fit these values.
  init(_ step: ValueStep, to values: Tensor, of path: String) throws(RadarError) {
    switch step {
    case .log1p(let scale): self = .log1p(divisor: scale.map { Float(Foundation.log1p(Double($0))) } ?? 1)
    case .scale(let factor): self = .scale(by: factor)
    case .offset(let amount): self = .offset(by: amount)
    case .decibels(let floor): self = .decibels(floor: floor)
    case .perFrameMaximum: self = .dividing(by: Self.maxima(values, imageCount: values.shape[0] * values.shape[1]))
    case .perSampleMaximum: self = .dividing(by: Self.maxima(values, imageCount: 1))
    case .perSampleStandardize: self = Self.standardizing(values)
    case .perSampleMinMax: self = Self.spanning(values)
    case .perSetMaximum(let maxima):
      try Self.requireNumbers(maxima.count, step, values, path)
      self = .dividing(by: maxima)
    case .standardize(let means, let deviations):
      try Self.requireNumbers(means.count, step, values, path)
      self = .affine(shifts: means, divisors: deviations)
    case .background(let frames, let clips):
      self = .background(try Self.background(values, frames: frames, path), clips: clips)
    case .movingBackground(let rate): self = .movingBackground(rate: rate)
    case .clip(let range): self = .clip(range)
    }
  }

  private static func dividing(by divisors: [Float]) -> FittedStep {
    .affine(shifts: [Float](repeating: 0, count: divisors.count), divisors: divisors)
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

  private static func standardizing(_ values: Tensor) -> FittedStep {
    guard values.count > 0 else { return .dividing(by: [1]) }
    let moments = Moments(of: values.scalars)
    let deviation = Float(moments.variance.squareRoot())
    return .affine(shifts: [Float(moments.mean)], divisors: [deviation > 0 ? deviation : 1])
  }

  private static func spanning(_ values: Tensor) -> FittedStep {
    let (lowest, highest) = (values.scalars.min() ?? 0, values.scalars.max() ?? 0)
    return .affine(shifts: [lowest], divisors: [highest > lowest ? highest - lowest : 1])
  }

  private static func background(_ values: Tensor, frames: Int, _ path: String) throws(RadarError) -> [Float] {
    let (channels, times, size) = (values.shape[0], values.shape[1], values.shape[2] * values.shape[3])
    guard frames <= times else {
      throw RadarError(
        path, "the background of \(frames) frames is wanted of \(times)", remedy: "use fewer frames for it")
    }
    var background: [Float] = []
    background.reserveCapacity(channels * size)
    values.withUnsafeScalars { scalars in
      for channel in 0..<channels {
        for pixel in 0..<size {
          let positions = (0..<frames).lazy.map { (channel * times + $0) * size + pixel }
          background.append(Float(positions.reduce(0.0) { $0 + Double(scalars[$1]) } / Double(frames)))
        }
      }
    }
    return background
  }

  private static func requireNumbers(
    _ count: Int, _ step: ValueStep, _ values: Tensor, _ path: String
  ) throws(RadarError) {
    guard count > 0 else {
      throw RadarError(
        "transform '\(step)'", "it was never fitted to training recordings",
        remedy: "write its numbers, as the card of a trained model has them")
    }
    guard count == 1 || count == values.shape[0] else {
      throw RadarError(
        path, "'\(step)' has numbers for \(count) channels, the recording has \(values.shape[0])",
        remedy: "give numbers for all channels or one for each")
    }
  }
}
