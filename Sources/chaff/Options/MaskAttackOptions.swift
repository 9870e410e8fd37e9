import ArgumentParser
import Attacks
import Segmentation

/// ASMA, the mask it should make the network draw, and how.
struct MaskAttackOptions: ParsableArguments {
  enum Mode: String, CaseIterable, ExpressibleByArgument { case usable, literal }

  @Option(help: "Mask to draw: sample:ID, file:PATH, shift:DX,DY, scale:F, erode:R, dilate:R, invert, empty.")
  var target: String
  @Option(help: "usable (steps scaled to the network, best image kept) or literal (as its authors' code).")
  var mode: Mode = .usable
  @Option(help: "Iterations.") var iterations = 150
  @Option(help: "IoU with the target that counts as success (and ends the usable mode).") var goal: NumberText?
  @Option(name: .customLong("first-change"), help: "Largest change of an element in the first step.")
  var firstChange: NumberText?
  @Option(help: "Literal mode: tau. Without it, tau makes the first step's largest change --first-change.")
  var tau: NumberText?
  @Option(help: "Literal mode: beta; by default 10 tau.") var beta: NumberText?
  @Option(help: "Weight of the squared distance (literal 1, usable 0 by default).") var penalty: NumberText?
  @Flag(name: .customLong("static-mask"), help: "Ablation: the loss keeps pixels that are right already.")
  var staticMask = false
  @Flag(name: .customLong("constant-multiplier"), help: "Ablation: the multiplier does not follow the IoU.")
  var constantMultiplier = false
  @Option(help: "Usable mode: largest perturbation; without it only the bounds limit it.") var size: NumberText?
  @Option(help: "How --size is measured: linf or l2.") var norm: Norm = .linf

  func validate() throws {
    do { _ = try TargetMask(parsing: target) } catch { throw ValidationError("\(error)") }
    guard (1...1_000_000).contains(iterations) else {
      throw ValidationError("--iterations must lie in 1...1000000, are \(iterations)")
    }
    if let goal, !(0...1).contains(goal.value) { throw ValidationError("--goal must lie in 0...1, is \(goal.text)") }
    if let firstChange, !(firstChange.value > 0 && firstChange.value <= 1) {
      throw ValidationError("--first-change must be above 0 and at most 1, is \(firstChange.text)")
    }
    if norm != .linf && norm != .l2 { throw ValidationError("--norm must be linf or l2 for ASMA, is \(norm.rawValue)") }
    if let size, size.value < 0 { throw ValidationError("--size must not be negative, is \(size.text)") }
    if mode == .literal, size != nil {
      throw ValidationError("--size needs --mode usable: the literal mode has no budget")
    }
    if mode == .usable, tau != nil || beta != nil { throw ValidationError("--tau and --beta need --mode literal") }
  }

  var goalIoU: Double { goal?.exactValue ?? 0.99 }

  func attack(within bounds: ClosedRange<Float>) -> any MaskAttack {
    switch mode {
    case .usable: AdaptiveMaskAttack(settings: usable(bounds))
    case .literal: LiteralMaskAttack(settings: literal(bounds))
    }
  }

  func budget(within bounds: ClosedRange<Float>) -> Budget? {
    size.map { Budget(norm: norm, size: $0.value, bounds: bounds) }
  }

  private func usable(_ bounds: ClosedRange<Float>) -> AdaptiveMaskAttack.Settings {
    var settings = AdaptiveMaskAttack.Settings(
      iterations: iterations, goal: goalIoU, isMultiplierDynamic: !constantMultiplier,
      budget: budget(within: bounds), bounds: bounds)
    settings.loss.isAdaptive = !staticMask
    if let firstChange { settings.firstChange = firstChange.value }
    if let penalty { settings.penalty = penalty.value }
    return settings
  }

  private func literal(_ bounds: ClosedRange<Float>) -> LiteralMaskAttack.Settings {
    var multiplier = LiteralMaskAttack.Multiplier.scaled(
      largestChange: Double(firstChange?.value ?? 1 / 255), ratio: 10)
    if let tau { multiplier = .absolute(tau: Double(tau.value), beta: Double(beta?.value ?? 10 * tau.value)) }
    var settings = LiteralMaskAttack.Settings(
      iterations: iterations, multiplier: multiplier, isMultiplierDynamic: !constantMultiplier, bounds: bounds,
      goal: goalIoU)
    settings.loss.isAdaptive = !staticMask
    if let penalty { settings.penalty = penalty.value }
    return settings
  }
}
