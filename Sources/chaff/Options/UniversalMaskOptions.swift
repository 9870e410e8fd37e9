import ArgumentParser
import Attacks
import Evaluation
import Segmentation

/// The mask that a universal perturbation is about, how large it may be, and how it is searched for.
struct UniversalMaskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Mask to draw in every image: \(TargetMask.forms), or none: away from the truth. erase:CLASS is the network's own \
      mask of each image without the class.
      """))
  var target: String?
  @Option(help: "Instead of --target: away from the truth, or from the prediction of each clean image.")
  var destroy: MaskAttackOptions.Destroyed?
  @Option(
    help: """
      What counts as success on one image: a share of the mean IoU with the target (0.99), or pixels:0.99 of the pixels. \
      By default 0.99, with erase: pixels:0.99, untargeted 0.5 of what is to be destroyed.
      """)
  var goal: MaskThresholdText?
  @Option(help: "How --size is measured: linf or l2.") var norm = Norm.linf
  @Option(help: "The largest norm of the perturbation, in the model's input units; 8/255 is a number.")
  var size: NumberText
  @Option(help: "Steps, each a pass over all images of --train-samples.") var steps = 60
  @Option(
    name: .customLong("step-size"),
    help: "Length of a step; by default 1/255 of the bounds' width, with l2 a tenth of the size.")
  var stepSize: NumberText?
  @Option(
    name: .customLong("change-weight"),
    help: """
      Weight of the pixels that must change in each clean image, 0 to 1, against the others; by default 0.9999 with \
      erase:, else all pixels weigh the same.
      """)
  var changeWeight: NumberText?
  @Option(
    help: "From which probability on a pixel that is as wanted is left out of the loss, by default 0.75; 1: never.")
  var confidence: NumberText?

  func validate() throws {
    guard let target else {
      if destroy == nil { throw ValidationError("say what to draw with --target, or what to destroy with --destroy") }
      return try checkNumbers()
    }
    if target != "none" {
      if destroy != nil { throw ValidationError("--target \(target) is to be drawn; leave out --destroy") }
      do { _ = try TargetMask(parsing: target) } catch { throw ValidationError("\(error)") }
    }
    try checkNumbers()
  }

  private func checkNumbers() throws {
    if norm != .linf && norm != .l2 { throw ValidationError("--norm must be linf or l2, is \(norm.rawValue)") }
    guard size.value > 0 else { throw ValidationError("--size must be above 0, is \(size.text)") }
    guard (1...100_000).contains(steps) else { throw ValidationError("--steps must lie in 1...100000, are \(steps)") }
    if let stepSize, stepSize.value <= 0 { throw ValidationError("--step-size must be above 0, is \(stepSize.text)") }
    if let changeWeight, !(0...1).contains(changeWeight.exactValue) {
      throw ValidationError("--change-weight must lie in 0...1, is \(changeWeight.text)")
    }
    if let confidence, !(confidence.exactValue > 0 && confidence.exactValue <= 1) {
      throw ValidationError("--confidence must be above 0 and at most 1, is \(confidence.text)")
    }
  }

  var goalMask: GoalMask { destroy?.goalMask ?? (target == "none" ? .truth : .target) }

  /// The mask to draw; nil for an untargeted attack.
  var targetMask: TargetMask? {
    get throws { goalMask == .target ? try target.map { try TargetMask(parsing: $0) } : nil }
  }

  /// The class that should vanish from what the network draws; nil for any other goal.
  var erased: MaskClass? {
    guard case .erase(let chosen) = try? targetMask else { return nil }
    return chosen
  }

  /// An IoU says nothing of a class that is almost gone.
  var success: MaskThreshold {
    MaskThreshold(
      goal?.measure ?? (erased == nil ? .meanIoU : .pixels), goal?.share ?? (goalMask.aim == .draw ? 0.99 : 0.5))
  }

  var criterion: MaskCriterion {
    MaskCriterion(
      success.measure == .meanIoU ? .meanIoU : .pixelAccuracy, threshold: success.share, ignored: Int(Mask.void),
      goalMask: goalMask)
  }

  func settings(within bounds: ClosedRange<Float>) -> UniversalMaskAttack.Settings {
    UniversalMaskAttack.Settings(
      budget: Budget(norm: norm, size: size.value, bounds: bounds), steps: steps, stepSize: stepSize?.value,
      changeWeight: changeWeight?.exactValue ?? (erased == nil ? nil : 0.9999),
      confidence: confidence?.exactValue ?? 0.75, success: success)
  }

  /// Every setting, defaults included.
  var described: [Setting] {
    let weight = changeWeight?.text ?? (erased == nil ? "all pixels alike" : "0.9999")
    return [
      Setting("attack", "universal-mask: one perturbation for many images"),
      Setting("source", "Metzen et al. 2017, arXiv:1704.05712"),
      Setting("target", goalMask == .target ? target ?? "" : "none (away from \(goalMask.words))"),
      Setting("success", "\(criterion)"), Setting("norm", norm.rawValue),
      Setting("size", "\(size.text) = \(size.value)", unit: "model input units"), Setting("steps", "\(steps)"),
      Setting("step size", stepSize?.text ?? "the attack's own"),
      Setting("weight of pixels to be changed", weight),
      Setting("confidence", confidence?.text ?? "0.75"),
    ]
  }
}
