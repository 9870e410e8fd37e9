import Attacks
import Tensors

/// A random network of independent pixels, `z = W x + b` at each, and an image whose optima are known pixel by pixel.
struct MaskCase: Sendable, CustomStringConvertible {
  let description: String
  let weights: [[Float]]
  let bias: [Float]
  let clean: Tensor
  let region: Region
  let height = 5
  let width = 8
  /// What the network says of the clean image.
  let before: [Int]
  let ignored: [Bool]

  static let ignoredLabel = 255
  var places: Int { height * width }
  var classes: Int { weights.count }

  /// With `masked`, one channel may not change in every third pixel; with `ignoring`, every seventh pixel does not count.
  ///
  /// With `opposed`, every class has a channel of its own, so that whichever rival leads can be raised.
  init(
    seed: UInt64, classes: Int = 2, channels: Int = 3, masked: Bool = false, ignoring: Bool = false,
    opposed: Bool = false
  ) {
    var stream = RandomStream(seed: seed)
    let places = 40
    weights = (0..<classes).map { row in
      (0..<channels).map { opposed ? ($0 == row ? 4 : 0) + 0.5 * stream.nextGaussian() : 2 * stream.nextGaussian() }
    }
    clean = Tensor(
      shape: [channels, 5, 8], scalars: (0..<channels * places).map { _ in 0.35 + 0.3 * stream.nextUniform() })
    // The bias makes every class about as likely as the others.
    bias = weights.map { row in -0.5 * row.reduce(0, +) }
    region = Region(
      shape: [channels, 5, 8], allowed: (0..<channels * places).map { !masked || $0 % 3 != 0 }, name: "test")
    ignored = (0..<places).map { ignoring && $0 % 7 == 2 }
    before = SampleVictim.pixelwise(weights, bias: bias, height: 5, width: 8).mask(of: clean)
    description = "\(classes) classes, seed \(seed)\(masked ? ", masked" : "")\(ignoring ? ", ignoring" : "")"
  }

  var victim: SampleVictim { .pixelwise(weights, bias: bias, height: height, width: width) }

  /// Away from what the network says or, in a network of two classes, to the opposite: the same pixels must flip.
  func problem(_ aim: MaskGoal.Aim, id: String = "a") -> MaskProblem {
    let target = before.indices.map {
      ignored[$0] ? Self.ignoredLabel : aim == .draw ? (before[$0] + 1) % classes : before[$0]
    }
    return MaskProblem(
      id: id, clean: clean, region: region,
      goal: MaskGoal(
        target: target, height: height, width: width, classCount: classes, ignoredLabel: Self.ignoredLabel,
        background: nil, aim: aim))
  }

  /// The length of the shortest change that takes each counted pixel out of its class, bounds left aside; nil where the
  /// pixel is ignored.
  func reach(_ norm: Norm) -> [Double?] {
    (0..<places).map { place in
      guard !ignored[place] else { return nil }
      let own = before[place]
      return (0..<classes).filter { $0 != own }.map { rival in
        var (gap, size) = (Double(bias[own]) - Double(bias[rival]), 0.0)
        for channel in weights[own].indices {
          let slope = Double(weights[own][channel]) - Double(weights[rival][channel])
          let element = channel * places + place
          gap += slope * Double(clean.scalars[element])
          guard region.allowed[element] else { continue }
          size += norm == .linf ? abs(slope) : slope * slope
        }
        return gap / (norm == .linf ? size : size.squareRoot())
      }.min() ?? .infinity
    }
  }

  /// How long a perturbation must be for a share of the pixels to leave their classes: Linf moves each pixel on its own,
  /// in L2 the squares add up.
  func shortest(_ norm: Norm, share: Double) -> Double {
    let reaches = reach(norm).compactMap { $0 }.sorted()
    let needed = Int((share * Double(reaches.count)).rounded(.up))
    guard norm != .linf else { return reaches[needed - 1] }
    return reaches.prefix(needed).reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The share of pixels that an Linf size can take out of their classes.
  func attainable(_ size: Float) -> Double {
    let reaches = reach(.linf).compactMap { $0 }
    return Double(reaches.count { $0 < Double(size) }) / Double(reaches.count)
  }
}
