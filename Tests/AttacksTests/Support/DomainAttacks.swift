import Attacks
import Tensors

/// An attack of the transfer, temporal, spatial and baseline families, and what limits it.
struct DomainAttack: CustomStringConvertible, Sendable {
  let attack: any SampleAttack
  /// Nil where no norm limits the perturbation.
  let budget: Budget?

  var description: String { "\(attack.name) \(budget?.norm.rawValue ?? "")" }

  /// What needs a gradient stops at once where there is none.
  var usesGradients: Bool { attack.needs == .gradients }

  /// Every attack of these families, for `sequenceVictim`: bounded ones of the given size, others small or, for a size
  /// of 0, doing nothing.
  static func all(size: Float, bounds: ClosedRange<Float> = 0...1) -> [DomainAttack] {
    transfer(size, bounds) + temporal(size, bounds) + others(size, bounds)
  }

  /// The names of all of them, as test arguments.
  static let indices = Array(all(size: 0.1).indices)

  private static func transfer(_ size: Float, _ bounds: ClosedRange<Float>) -> [DomainAttack] {
    [Norm.linf, .l2].flatMap { norm -> [DomainAttack] in
      let limits = Budget(norm: norm, size: size, bounds: bounds)
      let tuning = VarianceTuning(neighbours: 2)
      let attacks: [MomentumAttack] = [
        .rfgsm(budget: limits, seed: 1), .mifgsm(budget: limits, steps: 4), .nifgsm(budget: limits, steps: 4),
        .sifgsm(budget: limits, steps: 4, copies: 2, looksAhead: true),
        .difgsm(budget: limits, steps: 4, diversity: InputDiversity(probability: 0.7, smallestShare: 0.4), seed: 1),
        .tifgsm(budget: limits, steps: 4, kernel: TranslationKernel(reach: 1)),
        .vmifgsm(budget: limits, steps: 3, tuning: tuning, seed: 1),
        .vnifgsm(budget: limits, steps: 3, tuning: tuning, seed: 1),
      ]
      return attacks.map { DomainAttack(attack: $0, budget: limits) }
    }
  }

  private static func temporal(_ size: Float, _ bounds: ClosedRange<Float>) -> [DomainAttack] {
    let sparse = [Norm.linf, .l2, .l1, .l0].map { norm in
      let limits = Budget(norm: norm, size: norm == .l0 ? (size * 20).rounded() : size, bounds: bounds)
      return DomainAttack(
        attack: FrameSparseAttack(settings: FrameSparseSettings(budget: limits, timeAxis: 1, frames: 2, steps: 5)),
        budget: limits)
    }
    let smooth = [Norm.linf, .l2].map { norm in
      let limits = Budget(norm: norm, size: size, bounds: bounds)
      return DomainAttack(
        attack: SmoothTimeAttack(settings: SmoothTimeSettings(budget: limits, timeAxis: 1, deviation: 1, steps: 5)),
        budget: limits)
    }
    let isNothing = size == 0
    let patches = [false, true].map { shared in
      FramePatchAttack(
        name: shared ? "shared-patch" : "frame-patch",
        settings: FramePatchSettings(
          bounds: bounds, timeAxis: 1, side: isNothing ? 0 : 1, sharesContent: shared, places: 2, steps: 5,
          stepShare: 0.3))
    }
    let edits: [any SampleAttack] = [
      TimeShiftAttack(bounds: bounds, timeAxis: 1, largestShift: isNothing ? 0 : 2),
      FrameEditAttack(bounds: bounds, timeAxis: 1, edits: isNothing ? 0 : 2),
    ]
    return sparse + smooth + (patches + edits).map { DomainAttack(attack: $0, budget: nil) }
  }

  private static func others(_ size: Float, _ bounds: ClosedRange<Float>) -> [DomainAttack] {
    let noise = [Norm.linf, .l2, .l1].map { norm in
      let limits = Budget(norm: norm, size: size, bounds: bounds)
      let kind: NoiseKind = norm == .linf ? .uniform : .gaussian
      return DomainAttack(
        attack: NoiseAttack(settings: NoiseSettings(budget: limits, kind: kind, draws: 10)), budget: limits)
    }
    let isNothing = size == 0
    let spatial = SpatialAttack(
      settings: SpatialSettings(
        bounds: bounds, largestShift: isNothing ? 0 : 1, shifts: 3, largestAngle: isNothing ? 0 : 30, angles: 3))
    let baselines = [Baseline.noise(.gaussian), .noise(.uniform), .saltAndPepper, .contrast, .blur].map { baseline in
      let limit: Float? = isNothing ? 0 : nil
      return BaselineAttack(
        settings: BaselineSettings(
          baseline: baseline, bounds: bounds, draws: 2, steps: 5, bisections: 3, largestNorm: limit))
    }
    return noise + [DomainAttack(attack: spatial, budget: nil)]
      + baselines.map { DomainAttack(attack: $0, budget: nil) }
  }
}

/// Sequences of 2 channels, 4 frames and 3 × 3 elements.
let sequenceShape = [2, 4, 3, 3]

/// Three classes, each a sum over elements of `w x + v x²`: every point has a gradient of its own.
var sequenceVictim: SampleVictim {
  var stream = RandomStream(seed: 21)
  let count = sequenceShape.product
  let linear = (0..<3).map { _ in (0..<count).map { _ in 0.5 * stream.nextGaussian() } }
  let square = (0..<3).map { _ in (0..<count).map { _ in 0.3 * stream.nextGaussian() } }
  return SampleVictim(
    inputShape: sequenceShape, outputShape: [3],
    answer: { x in
      (0..<3).map { k in x.indices.reduce(0) { $0 + linear[k][$1] * x[$1] + square[k][$1] * x[$1] * x[$1] } }
    },
    pullback: { x, c in
      x.indices.map { i in (0..<3).reduce(0) { $0 + c[$1] * (linear[$1][i] + 2 * square[$1][i] * x[i]) } }
    })
}

/// Random sequences away from what the victim says of them, with regions that all differ.
func sequenceProblems(_ count: Int, direction: PerturbationDirection = .either) -> [AttackProblem] {
  var stream = RandomStream(seed: 31)
  let victim = sequenceVictim
  return (0..<count).map { number in
    let clean = Tensor(shape: sequenceShape, scalars: (0..<sequenceShape.product).map { _ in stream.nextUniform() })
    let label = Prediction.classIndices(of: victim.logits(of: Tensor(batching: [clean])))[0] ?? 0
    let allowed = (0..<clean.count).map { $0 % (number + 2) != 0 }
    return AttackProblem(
      id: "sequence \(number)", clean: clean, region: Region(shape: clean.shape, allowed: allowed, name: "some"),
      goal: number % 3 == 2 ? .targeted(class: (label + 1) % 3) : .untargeted(label: label), direction: direction)
  }
}

/// A victim of which only the predicted class is known.
final class DecisionsOnly: Victim {
  private let inner: SampleVictim

  init(_ inner: SampleVictim) { self.inner = inner }

  var inputShape: [Int] { inner.inputShape }
  var outputShape: [Int] { inner.outputShape }
  var access: VictimAccess { .decisions }

  func logits(of inputs: Tensor) throws -> Tensor {
    Tensor(
      batching: inner.logits(of: inputs).samples.map { logits in
        let prediction = Prediction.classIndex(of: logits.scalars)
        return Tensor(shape: logits.shape, scalars: logits.scalars.indices.map { $0 == prediction ? 1 : 0 })
      })
  }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    throw AttackError(attack: "test", complaints: ["gradients are not known"])
  }
}
