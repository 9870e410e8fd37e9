import ArgumentParser
import Attacks

/// What ASMA alone can be told; its ablations and its authors' form can also be asked for by name.
struct AdaptiveMaskOptions: ParsableArguments {
  enum Mode: String, CaseIterable, ExpressibleByArgument { case usable, literal }

  @Option(help: "ASMA: usable (steps scaled to the network, best image kept) or literal (as its authors' code).")
  var mode: Mode = .usable
  @Option(
    name: .customLong("first-change"),
    help: "ASMA: largest change of an element in the first step; usable: steps then follow the IoU.")
  var firstChange: NumberText?
  @Option(help: "ASMA, literal mode: tau. Without it, tau makes the first step's largest change --first-change.")
  var tau: NumberText?
  @Option(help: "ASMA, literal mode: beta; by default 10 tau.") var beta: NumberText?
  @Option(help: "ASMA: weight of the squared distance (literal 1, usable 0 by default).") var penalty: NumberText?
  @Flag(name: .customLong("static-mask"), help: "ASMA's ablation: the loss keeps pixels that are right already.")
  var staticMask = false
  @Flag(name: .customLong("constant-multiplier"), help: "ASMA's ablation: steps of one length.")
  var constantMultiplier = false

  /// The flags that were used.
  var given: [String] {
    let flags: [(String, Bool)] = [
      ("--mode", mode != .usable), ("--first-change", firstChange != nil), ("--tau", tau != nil),
      ("--beta", beta != nil), ("--penalty", penalty != nil), ("--static-mask", staticMask),
      ("--constant-multiplier", constantMultiplier),
    ]
    return flags.filter(\.1).map(\.0)
  }

  func complaints(size: NumberText?, norm: Norm?) -> [String] {
    var complaints: [String] = []
    if let firstChange, !(firstChange.value > 0 && firstChange.value <= 1) {
      complaints.append("--first-change must be above 0 and at most 1, is \(firstChange.text)")
    }
    if let norm, norm != .linf && norm != .l2 {
      complaints.append("--norm must be linf or l2 for ASMA, is \(norm.rawValue)")
    }
    if let size, size.value < 0 { complaints.append("--size must not be negative, is \(size.text)") }
    if mode == .literal, size != nil {
      complaints.append("--size needs --mode usable: the literal mode has no budget")
    }
    if mode == .usable, tau != nil || beta != nil { complaints.append("--tau and --beta need --mode literal") }
    return complaints
  }

  func attack(_ request: MaskAttackRequest, steps: Int, goal: Double, budget: Budget?) -> any MaskAttack {
    switch mode {
    case .usable: AdaptiveMaskAttack(settings: usable(request, steps, goal, budget))
    case .literal: LiteralMaskAttack(settings: literal(request, steps, goal))
    }
  }

  private func usable(
    _ request: MaskAttackRequest, _ steps: Int, _ goal: Double, _ budget: Budget?
  ) -> AdaptiveMaskAttack.Settings {
    var settings = AdaptiveMaskAttack.Settings(
      iterations: steps, goal: goal, isMultiplierDynamic: !constantMultiplier, budget: budget, bounds: request.bounds)
    settings.loss.isAdaptive = !staticMask
    if let firstChange {
      settings.firstChange = firstChange.value
      settings.reach = 0
    }
    if let penalty { settings.penalty = penalty.value }
    return settings
  }

  private func literal(_ request: MaskAttackRequest, _ steps: Int, _ goal: Double) -> LiteralMaskAttack.Settings {
    var multiplier = LiteralMaskAttack.Multiplier.scaled(
      largestChange: firstChange?.exactValue ?? 1 / 255, ratio: 10)
    if let tau { multiplier = .absolute(tau: tau.exactValue, beta: beta?.exactValue ?? 10 * tau.exactValue) }
    var settings = LiteralMaskAttack.Settings(
      iterations: steps, multiplier: multiplier, isMultiplierDynamic: !constantMultiplier, bounds: request.bounds,
      goal: goal)
    settings.loss.isAdaptive = !staticMask
    if let penalty { settings.penalty = penalty.value }
    return settings
  }
}
