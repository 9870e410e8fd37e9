import Attacks
import Evaluation
import Segmentation

/// From options to the attack, its budget, and what counts as a success.
extension MaskAttackOptions {
  /// What the run and its records call it.
  var name: String {
    get throws { try usesAdaptiveOptions && adaptive.mode == .literal ? "asma-literal" : entry.name }
  }

  func success() throws -> MaskThreshold {
    let entry = try entry
    let usual = entry.defaults.success
    // A mask that agrees with the truth by half or less is not found by any usual criterion; hardly any is wiped out.
    let isHalf = goalMask.aim == .destroy && entry.measure == .fixedSize
    return MaskThreshold(goal?.measure ?? usual.measure, goal?.share ?? (isHalf ? 0.5 : usual.share))
  }

  func criterion() throws -> MaskCriterion {
    let success = try success()
    return MaskCriterion(
      success.measure == .meanIoU ? .meanIoU : .pixelAccuracy, threshold: success.share, ignored: Int(Mask.void),
      goalMask: goalMask)
  }

  func request(within bounds: ClosedRange<Float>, seed: UInt64) throws -> MaskAttackRequest {
    MaskAttackRequest(
      bounds: bounds, norm: try effectiveNorm, size: size?.value, steps: steps, stepSize: stepSize?.value,
      restarts: restarts, loss: loss, success: try success(), seed: seed,
      options: Dictionary(changes.compactMap(AttackOptions.parsed)) { _, last in last })
  }

  func attack(within bounds: ClosedRange<Float>, seed: UInt64) throws -> any MaskAttack {
    let request = try request(within: bounds, seed: seed)
    guard usesAdaptiveOptions else { return try entry.attack(request) }
    return adaptive.attack(
      request, steps: try stepsInUse ?? 1, goal: try success().share, budget: try budget(within: bounds))
  }

  /// What a record's audit holds the answer to; nil where only the bounds limit it.
  func budget(within bounds: ClosedRange<Float>) throws -> Budget? {
    guard let size else { return nil }
    return Budget(norm: try effectiveNorm ?? .linf, size: size.value, bounds: bounds)
  }

  /// Steps as they will be; nil for an attack without any.
  var stepsInUse: Int? {
    get throws {
      // The literal mode's own 2501 are for the attack of that name.
      try steps ?? (usesAdaptiveOptions && adaptive.mode == .literal ? 150 : entry.defaults.steps)
    }
  }

  /// A size is measured by the largest change of an element unless it is said otherwise, whatever an attack's first norm.
  ///
  /// Without a size it is the attack's first norm.
  private var effectiveNorm: Norm? {
    get throws {
      let norms = try entry.norms
      return norm ?? (size != nil && norms.contains(.linf) ? .linf : norms.first)
    }
  }
}
