import Attacks
import Foundation
import Tensors

/// Something in front of a victim or behind it, with its true derivative: what lets a weak victim look strong.
final class Disguise: Victim {
  private let inner: any Victim
  private let before: (Tensor) -> Tensor
  /// Whether gradients pass through `before`.
  private let isDifferentiable: Bool
  private let after: ([Float]) -> [Float]
  /// The derivative's transpose, at logits, applied to a cotangent.
  private let pullback: (_ logits: [Float], _ cotangent: [Float]) -> [Float]
  let access: VictimAccess

  init(
    _ inner: any Victim, access: VictimAccess = .gradients, before: @escaping (Tensor) -> Tensor = { $0 },
    isDifferentiable: Bool = true, after: @escaping ([Float]) -> [Float] = { $0 },
    pullback: @escaping ([Float], [Float]) -> [Float] = { $1 }
  ) {
    self.inner = inner
    self.access = access
    self.before = before
    self.isDifferentiable = isDifferentiable
    self.after = after
    self.pullback = pullback
  }

  var inputShape: [Int] { inner.inputShape }
  var outputShape: [Int] { inner.outputShape }

  func logits(of inputs: Tensor) throws -> Tensor { changed(try inner.logits(of: before(inputs))) }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let (logits, gradient) = try inner.logitsAndGradient(at: before(inputs)) { logits in
      let wanted = try cotangent(changed(logits))
      let rows = zip(logits.samples, wanted.samples).flatMap { pullback($0.scalars, $1.scalars) }
      return Tensor(shape: logits.shape, scalars: rows)
    }
    return (changed(logits), isDifferentiable ? gradient : gradient.map { _ in 0 })
  }

  private func changed(_ logits: Tensor) -> Tensor {
    Tensor(shape: logits.shape, scalars: logits.samples.flatMap { after($0.scalars) })
  }
}

/// One honest victim, and victims built to deceive.
enum Gallery: String, CaseIterable {
  case honest = "honest network"
  case scoresOnly = "the same, scores only"
  case scaledLogits = "logits × 10⁴"
  case offsetLogits = "logits + 10⁶"
  case quantised = "input rounded to 4 levels"
  case randomised = "new noise at every pass"
  case frozenNoise = "noise drawn from the input's bits"
  case deadUnits = "dead ReLUs"
  case probabilities = "softmax at the end"
  case batchNormalised = "batch statistics"

  var victim: any Victim {
    let network = SmallNetwork()
    switch self {
    case .honest: return network
    case .scoresOnly: return Disguise(network, access: .scores)
    case .scaledLogits:
      return Disguise(network, after: { $0.map { 1e4 * $0 } }, pullback: { $1.map { 1e4 * $0 } })
    case .offsetLogits: return Disguise(network, after: { $0.map { 1e6 + $0 } })
    case .quantised: return Disguise(network, before: { $0.map { ($0 * 3).rounded() / 3 } }, isDifferentiable: false)
    case .randomised:
      var random = RandomStream(seed: 1)
      return Disguise(network, before: { $0.map { $0 + 0.05 * random.nextGaussian() } })
    case .frozenNoise: return RandomizedVictim(network, transformation: .noise(deviation: 0.05), draws: 1)
    case .deadUnits: return SmallNetwork(bias: -30)
    case .probabilities: return Disguise(network, after: Self.softmax, pullback: Self.softmaxPullback)
    case .batchNormalised: return Disguise(network, before: Self.centred)
    }
  }

  private static func softmax(_ logits: [Float]) -> [Float] {
    let largest = logits.max() ?? 0
    let weights = logits.map { exp($0 - largest) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// `p ⊙ (c − p · c)`.
  private static func softmaxPullback(_ logits: [Float], _ cotangent: [Float]) -> [Float] {
    let p = softmax(logits)
    let mean = zip(p, cotangent).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(p, cotangent).map { $0 * ($1 - mean) }
  }

  /// A network left in training mode sees its batch.
  private static func centred(_ batch: Tensor) -> Tensor {
    let mean = batch.scalars.reduce(0, +) / Float(batch.count)
    return batch.map { $0 - mean + 0.5 }
  }
}
