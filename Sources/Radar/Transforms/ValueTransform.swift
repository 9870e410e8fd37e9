public import Tensors

/// How stored values become model input: steps one after another, written as text such as `log1p:724,clip:0:1`.
///
/// It is part of a victim's description, so it is recorded with every run; a transform without steps is `none`.
public struct ValueTransform: Equatable, Sendable {
  public let steps: [ValueStep]

  public init(_ steps: [ValueStep]) { self.steps = steps }

  public static let identity = ValueTransform([])

  /// Reads steps separated by commas; `none` or nothing is the identity.
  public init(_ text: String) throws(RadarError) {
    let words = text.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }.filter { !$0.isEmpty }
    var steps: [ValueStep] = []
    if words != ["none"] { for word in words { steps.append(try ValueStep(word)) } }
    self.init(steps)
  }

  /// Applies the steps to [channel, time, range, doppler], and keeps what the steps depend on for the way back.
  ///
  /// - Parameters:
  ///   - frames: stored values.
  ///   - path: where they come from, for errors.
  /// - Returns: the model input, and the transform with the numbers it found in these frames.
  /// - Throws: ``RadarError`` for a value that a step is not defined for: NaN, infinity, a negative number into a
  ///   logarithm (it names the place of the value); for a step that was never fitted or does not fit the recording.
  public func applied(to frames: Tensor, of path: String) throws(RadarError) -> (input: Tensor, fit: FittedTransform) {
    precondition(frames.rank == 4, "ValueTransform: expected [channel, time, range, doppler], is \(frames.shape)")
    var (values, fitted): (Tensor, [FittedStep]) = (frames, [])
    for step in steps {
      let fit = try FittedStep(step, to: values, of: path)
      try fit.check(values, step, of: path)
      values = fit.applied(to: values)
      fitted.append(fit)
    }
    // A scale or a logarithm may leave the range of Float; no later stage expects that.
    if let position = values.firstIndex(where: { !$0.isFinite }) {
      throw FittedStep.refusal(frames, position, "'\(self)' makes \(values.scalars[position]) of", of: path)
    }
    return (values, FittedTransform(steps: fitted))
  }
}

extension ValueTransform: CustomStringConvertible, Codable {
  public var description: String {
    steps.isEmpty ? "none" : steps.map(\.description).joined(separator: ",")
  }

  public init(from decoder: any Decoder) throws {
    try self.init(try decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
