internal import Foundation

/// One step from stored values to model input.
public enum ValueStep: Equatable, Sendable {
  /// log(1 + v), divided by log(1 + scale) if a scale is given, so that 0...scale becomes 0...1.
  case log1p(scale: Float?)
  case scale(by: Float)
  case offset(by: Float)
  /// 20 log10(max(v, floor)).
  case decibels(floor: Float)
  /// Divides each image (one channel of one frame) by its largest absolute value; an image of zeros stays.
  case perFrameMaximum
  /// Divides the sample by its largest absolute value; a sample of zeros stays.
  case perSampleMaximum
  case clip(ClosedRange<Float>)
}

extension ValueStep: CustomStringConvertible {
  /// The text from which ``init(_:)`` makes the same step.
  public var description: String {
    switch self {
    case .log1p(let scale): scale.map { "log1p:\($0)" } ?? "log1p"
    case .scale(let factor): "scale:\(factor)"
    case .offset(let amount): "offset:\(amount)"
    case .decibels(let floor): "dB:\(floor)"
    case .perFrameMaximum: "perFrameMax"
    case .perSampleMaximum: "perSampleMax"
    case .clip(let range): "clip:\(range.lowerBound):\(range.upperBound)"
    }
  }

  /// Reads a step such as `log1p:724`, `scale:1/255`, `offset:-1`, `dB:0.001`, `perFrameMax` or `clip:0:1`.
  public init(_ text: String) throws(RadarError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let name = parts.first?.lowercased() ?? ""
    let numbers = try Self.numbers(parts.dropFirst(), in: text)
    switch (name, numbers.count) {
    case ("log1p", 0): self = .log1p(scale: nil)
    case ("log1p", 1) where numbers[0] > 0: self = .log1p(scale: numbers[0])
    case ("scale", 1) where numbers[0] != 0: self = .scale(by: numbers[0])
    case ("offset", 1): self = .offset(by: numbers[0])
    case ("db", 0): self = .decibels(floor: 1e-6)
    case ("db", 1) where numbers[0] > 0: self = .decibels(floor: numbers[0])
    case ("perframemax", 0): self = .perFrameMaximum
    case ("persamplemax", 0): self = .perSampleMaximum
    case ("clip", 2) where numbers[0] <= numbers[1]: self = .clip(numbers[0]...numbers[1])
    default: throw Self.unknown(text)
    }
  }

  private static func numbers(_ parts: ArraySlice<String>, in text: String) throws(RadarError) -> [Float] {
    var numbers: [Float] = []
    for part in parts {
      // A fraction, as in 1/255, is how people write such factors.
      let terms = part.split(separator: "/", omittingEmptySubsequences: false).map { Float($0) }
      guard (1...2).contains(terms.count), let first = terms[0], let last = terms.count == 2 ? terms[1] : 1 else {
        throw unknown(text)
      }
      guard (first / last).isFinite else { throw unknown(text) }
      numbers.append(first / last)
    }
    return numbers
  }

  private static func unknown(_ text: String) -> RadarError {
    RadarError(
      "transform '\(text)'", "this is not a step that is known, or its numbers are missing or make no sense",
      remedy: "use log1p[:SCALE], scale:FACTOR, offset:AMOUNT, dB[:FLOOR], perFrameMax, perSampleMax or clip:LOW:HIGH")
  }
}
