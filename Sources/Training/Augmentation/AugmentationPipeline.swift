internal import Foundation
internal import Tensors

/// Augmentations one after another, written as text such as `time-shift:6,noise:0.05`; none is `none`.
public struct AugmentationPipeline: Sendable, Equatable {
  public let steps: [Augmentation]

  public init(_ steps: [Augmentation]) { self.steps = steps }

  public static let none = AugmentationPipeline([])

  public init(parsing text: String) throws(TrainingError) {
    let words = text.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }.filter { !$0.isEmpty }
    var steps: [Augmentation] = []
    if words != ["none"] { for word in words { steps.append(try Augmentation(parsing: word)) } }
    self.init(steps)
  }

  /// An example as it is seen in one epoch: a function of example, seed and epoch alone.
  public func applied(to example: Example, layout: ExampleLayout, seed: UInt64, epoch: Int) -> Example {
    guard !steps.isEmpty else { return example }
    var stream = RandomStream(seed: seed, sample: example.id, attack: "augmentation", restart: epoch)
    var result = example
    for step in steps { step.apply(to: &result, layout: layout, using: &stream) }
    result.input.clip(to: layout.bounds)
    return result
  }

  /// Checks that every step finds its axes.
  ///
  /// - Throws: `TrainingError` naming the step.
  public func check(_ layout: ExampleLayout) throws(TrainingError) {
    for step in steps {
      let missing = step.axes.filter { !layout.axes.contains($0) }
      guard missing.isEmpty else {
        throw TrainingError(
          "augmentation '\(step)'", "needs the axis \(missing[0]), the input has \(layout.axes)",
          remedy: "leave it out")
      }
    }
  }
}

extension AugmentationPipeline: CustomStringConvertible, Codable {
  public var description: String { steps.isEmpty ? "none" : steps.map(\.description).joined(separator: ",") }

  public init(from decoder: any Decoder) throws {
    try self.init(parsing: try decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Augmentation {
  /// The axes without which it means nothing.
  var axes: [Axis] {
    switch self {
    case .timeShift, .timeCrop, .frameDrop: [.time]
    case .rangeShift: [.range]
    case .flip, .flipVertical, .rotate, .affine: [.height, .width]
    case .amplitude, .noise, .brightness, .contrast, .gamma, .gaussian: []
    }
  }

  func apply(to example: inout Example, layout: ExampleLayout, using stream: inout RandomStream) {
    switch self {
    case .timeShift(let frames, let repeatsEdge):
      example.shiftTime(by: stream.nextAmount(upTo: frames), repeatsEdge: repeatsEdge, layout)
    case .timeCrop(let share): example.cropTime(share, layout, using: &stream)
    case .amplitude(let spread): example.input.scale(by: 1 + Float(spread) * stream.nextSigned())
    case .rangeShift(let bins): example.shiftRange(by: stream.nextAmount(upTo: bins), layout)
    case .noise(let level): example.addNoise(Float(level) * stream.nextUniform(), layout, using: &stream)
    case .frameDrop(let share): example.dropFrames(Float(share), layout, using: &stream)
    case .flip: if stream.nextUniform() < 0.5 { example.mirror(along: .width, layout) }
    case .flipVertical: if stream.nextUniform() < 0.5 { example.mirror(along: .height, layout) }
    case .rotate: example.turn(quarters: stream.nextIndex(in: 0..<4), layout)
    case .brightness(let amount):
      let added = Float(amount) * stream.nextSigned()
      example.input.changeEach { $0 + added }
    case .contrast(let spread): example.input.spread(by: 1 + Float(spread) * stream.nextSigned())
    case .gamma(let spread):
      example.input.raise(to: Float(pow(1 + spread, Double(stream.nextSigned()))), within: layout.bounds)
    case .gaussian(let level):
      let deviation = Float(level) * stream.nextUniform()
      example.input.changeEach { $0 + deviation * stream.nextGaussian() }
    case .affine(let spread): example.move(by: spread.drawn(using: &stream), layout)
    }
  }
}

extension RandomStream {
  /// Uniform in `[−1, 1)`.
  mutating func nextSigned() -> Float { 2 * nextUniform() - 1 }

  /// A whole number in `−limit…limit`.
  fileprivate mutating func nextAmount(upTo limit: Int) -> Int { nextIndex(in: 0..<2 * limit + 1) - limit }
}
