import Engine
import Foundation
import Tensors
import Victims

/// Where the time of a model's forward pass with gradient goes (its input's, or in training its parameters'), and how far
/// that is from what the machine can do.
struct ModelProfile: Encodable {
  let model: String
  let batch: Int
  let precision: String
  let roofline: Roofline
  /// The median of whole passes, with copies into and out of the plan, without the making of cotangents.
  let passMilliseconds: Double
  let stepMilliseconds: Double
  /// The share of the steps' time that no convolution takes.
  let shareBesideConvolutions: Double
  let families: [Family]
  /// The longest first.
  let steps: [Step]

  struct Family: Encodable {
    let family: String
    let steps: Int
    let milliseconds: Double
    let share: Double
    let operations: Int
    /// The least time of these steps over what they take.
    let rooflineShare: Double
  }

  struct Step: Encodable {
    let label: String
    let phase: String
    let family: String
    let milliseconds: Double
    let share: Double
    let operations: Int?
    let bytes: Int
    let gigaflops: Double?
    let gigabytes: Double
    let rooflineShare: Double
  }

  /// Of the plan that gradients of so many samples are computed with.
  init(of runner: ModelRunner, named name: String, at input: Tensor, precision: Precision, passes: Int) throws {
    let plan = try runner.gradientPlan(batch: input.batchCount, precision: precision)
    let batch = plan.inputShapes[0][0]
    try self.init(
      of: plan, named: name, at: [input.selectingSamples(Array(0..<batch))], batch: batch, passes: passes)
  }

  /// Probes the machine, then times the passes of a plan.
  init(of plan: Plan, named name: String, at inputs: [Tensor], batch: Int, passes: Int) throws {
    let roofline = try Roofline.measured()
    let found = try plan.profile(inputs, passes: passes) { outputs in
      // The cotangent is that of `Σ logits²`, as in the timing without a profile.
      [Tensor(shape: outputs[0].shape, scalars: outputs[0].scalars.map { 2 * $0 })]
    }
    self.init(found, model: name, batch: batch, precision: plan.precision, roofline)
  }

  private init(_ found: PlanProfile, model: String, batch: Int, precision: Precision, _ roofline: Roofline) {
    (self.model, self.batch, self.precision, self.roofline) = (model, batch, precision.rawValue, roofline)
    passMilliseconds = found.milliseconds
    stepMilliseconds = found.stepMilliseconds
    shareBesideConvolutions = found.share { !$0.isConvolution }
    let total = max(found.stepMilliseconds, .leastNormalMagnitude)
    families = found.families.map { family, count, milliseconds in
      let own = found.steps.filter { $0.family == family }
      return Family(
        family: family.rawValue, steps: count, milliseconds: milliseconds, share: milliseconds / total,
        operations: own.reduce(0) { $0 + ($1.operations ?? 0) },
        rooflineShare: own.reduce(0) { $0 + roofline.milliseconds(of: $1) }
          / max(milliseconds, .leastNormalMagnitude))
    }
    steps = found.steps.sorted { $0.milliseconds > $1.milliseconds }.map { step in
      Step(
        label: step.label, phase: step.isBackward ? "backward" : "forward", family: step.family.rawValue,
        milliseconds: step.milliseconds, share: step.milliseconds / total, operations: step.operations,
        bytes: step.bytes, gigaflops: step.gigaflops, gigabytes: step.gigabytes,
        rooflineShare: roofline.share(of: step))
    }
  }
}
