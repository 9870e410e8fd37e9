import Attacks
import Evaluation
import Tensors

/// Six sequences of four frames with two cells each, the last two frames zero padding, and linear victims: the answer of
/// every experiment is a sum.
///
/// Recording `i` is `0.1 (i + 1)` in its two recorded frames; a victim says class 1 where `Σ w x > threshold`. The first
/// five are of class 0 and are 1.7, 1.3, 0.9, 0.5 and 0.1 short of 2.1; the sixth is labelled 1 and always wrong.
struct ToyStudy {
  static let axes: [Axis] = [.channel, .time, .range, .doppler]
  static let shape = [1, 4, 1, 2]

  struct Source: StudySource {
    var ids: [String] { (0..<6).map { "hand/\($0)" } }

    func load(_ index: Int, framing: StudyFraming) throws -> StudyRecording {
      let recorded = framing.paddingShare >= 0.75 ? 1 : 2
      let value = index == 5 ? Float(0.1) : 0.1 * Float(index + 1)
      let kinds: [FrameKind] = (0..<4).map {
        $0 >= recorded ? .padding : $0 == 1 && !framing.cropsToAction ? .idle : .action
      }
      let frames = (0..<4).flatMap { [Float](repeating: $0 < recorded ? value : 0, count: 2) }
      return StudyRecording(
        input: Tensor(shape: ToyStudy.shape, scalars: frames), label: index == 5 ? 1 : 0, frameKinds: kinds)
    }
  }

  /// One weight a frame.
  static func subject(
    _ name: String, architecture: String = "linear", data: String = "hands", frames: [Float], threshold: Float,
    defence: StudyDefence? = nil
  ) -> StudySubject {
    let weights = frames.flatMap { [$0, $0] }
    let victim = BiasedLinearVictim(inputShape: shape, weights: weights, threshold: threshold)
    return StudySubject(
      key: StudyVictimKey(name: name, architecture: architecture, trainingData: data), parameterCount: 9,
      victim: victim,
      explain: { input, _ in
        Explanation(heat: Tensor(shape: [4, 1, 2], scalars: weights), frameImportance: frames.map(Double.init))
      }, defence: defence)
  }

  static var plain: [StudySubject] {
    [
      subject("plain", frames: [1, 1, 1, 1], threshold: 2.1),
      subject("twin", data: "feet", frames: [1, 1, 1, 1], threshold: 2.6),
      subject("cousin", architecture: "other", frames: [2, 2, 0, 0], threshold: 4.1),
      subject("stranger", architecture: "other", data: "feet", frames: [-1, -1, -1, -1], threshold: 0.5),
    ]
  }

  static var guarded: StudySubject {
    get throws {
      let base = plain[0]
      return StudySubject(
        key: StudyVictimKey(name: "plain, guarded", architecture: "linear", trainingData: "hands"),
        victim: try PaddingGuard(base.victim, axes: axes), takesValidity: true,
        defence: StudyDefence(of: "plain", name: "re-zeroed padding", words: "Padding is set to zero."))
    }
  }

  static var settings: StudySettings {
    var settings = StudySettings(
      bounds: 0...1, axes: axes, classNames: ["rest", "wave"], sweep: StudySweep(steps: 10, loss: .margin), size: 0.25)
    settings.batchSize = 4
    settings.attacks = [
      StudyAttack(
        facts: StudyAttackFacts(name: "BIM Linf", method: "bim", norm: "linf", size: 0.25),
        attack: GradientAttack(
          name: "bim",
          settings: GradientAttackSettings(
            budget: Budget(norm: .linf, size: 0.25, bounds: 0...1), steps: 10, randomStart: false, loss: .margin,
            stopsOnSuccess: false))),
      StudyAttack(
        facts: StudyAttackFacts(name: "C&W L2", method: "cw", norm: "l2", size: nil),
        attack: CarliniWagner(settings: CarliniWagnerSettings(bounds: 0...1, steps: 400, searches: 12))),
    ]
    settings.restrictions = [
      StudyRestriction(name: "none"),
      StudyRestriction(name: "zeros", allows: { $0 == 0 }),
      StudyRestriction(name: "nonnegative", plausibility: Plausibility(isNonNegative: true)),
    ]
    return settings
  }

  static func description(seed: UInt64 = 0) -> StudyDescription {
    StudyDescription(
      title: "toy", created: "2026-01-02T03:04:05Z", commandLine: ["chaff", "study", "radar"],
      processor: Processor(model: "test", features: [], threads: 1), seed: seed,
      data: DataFacts(folder: "toy", found: 6, selected: 6, selection: "all", sha256: "11"), bounds: ValueRange(0...1))
  }
}

/// Logits `(0, Σ w x − threshold)`.
final class BiasedLinearVictim: Victim {
  let inputShape: [Int]
  let outputShape = [2]
  private let weights: [Float]
  private let threshold: Float

  init(inputShape: [Int], weights: [Float], threshold: Float) {
    (self.inputShape, self.weights, self.threshold) = (inputShape, weights, threshold)
  }

  func logits(of inputs: Tensor) -> Tensor {
    let rows = inputs.samples.map { zip($0.scalars, weights).reduce(-threshold) { $0 + $1.0 * $1.1 } }
    return Tensor(shape: [rows.count, 2], scalars: rows.flatMap { [0, $0] })
  }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let logits = logits(of: inputs)
    let cotangents = try cotangent(logits).scalars
    let gradient = (0..<inputs.batchCount).flatMap { row in weights.map { $0 * cotangents[2 * row + 1] } }
    return (logits, Tensor(shape: inputs.shape, scalars: gradient))
  }
}
