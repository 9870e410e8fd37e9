import Attacks
import Evaluation
import Foundation
import Tensors
import TestSupport

/// A small segmentation run over five images, on a network whose pixels are independent: background logit 0, foreground
/// logit 4 (x − 0.5).
struct ToySegmentation {
  let folder: TemporaryFolder
  let victim = BrightPixels()

  static let budget = Budget(norm: .linf, size: 0.5, bounds: 0...1)

  init() throws { folder = try TemporaryFolder() }

  final class BrightPixels: Victim {
    let inputShape = [1, 4, 4]
    let outputShape = [2, 4, 4]
    var breaks = false

    func logits(of inputs: Tensor) throws -> Tensor {
      let scalars = inputs.samples.flatMap { sample in
        [Float](repeating: 0, count: 16) + sample.scalars.map { breaks && $0 > 0.9 ? .nan : 4 * ($0 - 0.5) }
      }
      return Tensor(shape: [inputs.batchCount, 2, 4, 4], scalars: scalars)
    }

    func logitsAndGradient(
      at inputs: Tensor, cotangent: (Tensor) throws -> Tensor
    ) throws -> (logits: Tensor, gradient: Tensor) {
      let logits = try logits(of: inputs)
      let rows = try cotangent(logits).samples.flatMap { $0.scalars[16...].map { 4 * $0 } }
      return (logits, Tensor(shape: inputs.shape, scalars: rows))
    }
  }

  struct Images: SampleSource {
    var ids = ["a", "b", "c", "d", "e"]
    var change: (Int, inout SegmentationSample) -> Void = { _, _ in }

    func load(_ index: Int) throws -> SegmentationSample {
      var random = RandomStream(seed: UInt64(index))
      let input = Tensor(shape: [1, 4, 4], scalars: (0..<16).map { _ in Float.random(in: 0...1, using: &random) })
      let truth = ClassMap(height: 4, width: 4, classes: input.scalars.map { $0 > 0.5 ? 1 : 0 })
      let target = ClassMap(height: 4, width: 4, classes: truth.classes.map { 1 - $0 })
      var sample = SegmentationSample(
        input: input, truth: truth, target: target, targetDescription: "own mask, inverted", maskCoding: "0/255")
      change(index, &sample)
      return sample
    }
  }

  /// Moves every allowed pixel just over the boundary, which is the closed-form answer.
  func planned(_ reach: Float = 0.01) -> PlannedSegmentation {
    PlannedSegmentation(name: "flip", budget: nil, bounds: 0...1, seed: 1) { jobs, victim, shouldStop in
      try jobs.map { job in
        var scalars = job.clean.scalars
        for index in scalars.indices where job.region.allowed[index] {
          scalars[index] = job.target.classes[index] == 1 ? 0.5 + reach : 0.5 - reach
        }
        let adversarial = Tensor(shape: job.clean.shape, scalars: scalars)
        _ = try victim.logits(of: Tensor(batching: [adversarial]))
        let trace = IterationTrace(iteration: [0], iou: [1], accuracy: [1], l2: [1], linf: [1], multiplier: [0])
        let outcome = Outcome(
          adversarial: adversarial, succeeded: true, loss: 0, forwards: 1, backwards: 0, iterations: 1,
          wasInterrupted: shouldStop())
        return TracedOutcome(outcome: outcome, trace: trace)
      }
    }
  }

  func made(_ attack: PlannedSegmentation, _ images: Images = Images()) -> SegmentationRun<Images> {
    SegmentationRun(
      source: images, victim: victim, attacks: [attack], axes: [.channel, .height, .width],
      rounding: .eightBits(over: 0...1),
      explanation: ExplanationPlan(limit: 1) { input, label in Explanation(heat: input.map { $0 * Float(label) }) })
  }

  var plan: RunDescription {
    var plan = ToyRun().plan
    plan.task = .segmentation
    plan.samples = Images().ids
    plan.attacks = ["flip"]
    plan.batchSize = 2
    plan.model.classNames = ["background", "vessel"]
    return plan
  }

  func records(_ name: String) throws -> [SegmentationRecord] {
    var records: [SegmentationRecord] = []
    try RunReader(folder.file(name)).forEachSegmentation { records.append($0) }
    return records
  }

  func completed(_ run: SegmentationRun<Images>, _ name: String) throws -> RunEnd {
    try run.run(
      in: RunFolder.create(at: folder.file(name), plan: plan), shards: PlainShards(), control: ToyRun.still())
  }
}
