internal import Foundation

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
    case .perSampleStandardize: "perSampleZScore"
    case .perSampleMinMax: "perSampleMinMax"
    case .perSetMaximum(let maxima): Self.text("perSetMax", maxima)
    case .standardize(let means, let deviations): Self.text("standardize", zip(means, deviations).flatMap { [$0, $1] })
    case .background(let frames, let clips): "background:\(frames)\(clips ? ":clip" : "")"
    case .movingBackground(let rate): "mti:\(rate)"
    case .clip(let range): "clip:\(range.lowerBound):\(range.upperBound)"
    }
  }

  private static func text(_ name: String, _ numbers: [Float]) -> String {
    ([name] + numbers.map { "\($0)" }).joined(separator: ":")
  }

  /// Reads a step such as `log1p:724`, `scale:1/255`, `offset:-1`, `dB:0.001`, `perFrameMax`, `background:5` or `clip:0:1`.
  public init(_ text: String) throws(RadarError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let name = parts.first?.lowercased() ?? ""
    if name == "background" {
      self = try Self.background(parts, text)
      return
    }
    let numbers = try Self.numbers(parts.dropFirst(), in: text)
    guard let step = numbers.isEmpty ? Self.plain(name) : Self.step(name, numbers) else { throw Self.unknown(text) }
    self = step
  }

  private static func plain(_ name: String) -> ValueStep? {
    switch name {
    case "log1p": .log1p(scale: nil)
    case "db": .decibels(floor: 1e-6)
    case "perframemax": .perFrameMaximum
    case "persamplemax": .perSampleMaximum
    case "persamplezscore": .perSampleStandardize
    case "persampleminmax": .perSampleMinMax
    case "persetmax": .perSetMaximum([])
    case "standardize": .standardize(means: [], deviations: [])
    case "mti": .movingBackground(rate: 0.8)
    default: nil
    }
  }

  /// A step with its numbers; nil where they make no sense.
  private static func step(_ name: String, _ numbers: [Float]) -> ValueStep? {
    switch (name, numbers.count) {
    case ("log1p", 1) where numbers[0] > 0: .log1p(scale: numbers[0])
    case ("scale", 1) where numbers[0] != 0: .scale(by: numbers[0])
    case ("offset", 1): .offset(by: numbers[0])
    case ("db", 1) where numbers[0] > 0: .decibels(floor: numbers[0])
    case ("clip", 2) where numbers[0] <= numbers[1]: .clip(numbers[0]...numbers[1])
    case ("mti", 1) where numbers[0] > 0 && numbers[0] <= 1: .movingBackground(rate: numbers[0])
    case ("persetmax", _) where numbers.allSatisfy { $0 > 0 }: .perSetMaximum(numbers)
    case ("standardize", let count) where count.isMultiple(of: 2): standardize(numbers)
    default: nil
    }
  }

  private static func standardize(_ numbers: [Float]) -> ValueStep? {
    let means = stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] }
    let deviations = stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
    return deviations.allSatisfy { $0 > 0 } ? .standardize(means: means, deviations: deviations) : nil
  }

  private static func background(_ parts: [String], _ text: String) throws(RadarError) -> ValueStep {
    guard (2...3).contains(parts.count), let frames = Int(parts[1]), frames > 0,
      parts.count == 2 || parts[2].lowercased() == "clip"
    else { throw unknown(text) }
    return .background(frames: frames, clips: parts.count == 3)
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
      remedy: "use log1p[:SCALE], scale:FACTOR, offset:AMOUNT, dB[:FLOOR], clip:LOW:HIGH, background:FRAMES[:clip], "
        + "mti[:RATE], perFrameMax, perSampleMax, perSampleZScore, perSampleMinMax, perSetMax[:MAXIMUM…] or "
        + "standardize[:MEAN:DEVIATION…]")
  }
}
