/// The adaptive segmentation mask attack with its ablations: draw a mask, with no more change than that takes.
extension MaskAttackCatalogue {
  static let adaptive: [MaskAttackEntry] = usable + literal

  private static let source = "Ozbulak, Van Messem, De Neve, 2019, arXiv:1907.13124"

  private static let usable: [MaskAttackEntry] = MaskAblation.allCases.reversed().map { ablation in
    MaskAttackEntry(
      ablation.rawValue, summary(ablation), source: source, .adaptiveMask, .smallest, norms: [.l2, .linf],
      aims: [.draw], measures: [.meanIoU],
      usual: MaskAttackDefaults(
        steps: 200,
        options: [
          AttackOption("reach", 0.3, "the share of the way to the boundary of the first step; 0: the IoU's schedule"),
          AttackOption("pull", 0.1, "the share that a step gives back of what is not along the gradient, at first"),
          AttackOption("first-change", 1 / 255, "reach=0: the first step's largest change, as a share of the bounds"),
          AttackOption("momentum", 0.75, "reach=0: the share of earlier directions in a step"),
          AttackOption("penalty", 0, "the weight of the squared distance"),
          AttackOption("tightening", 4, "forward passes at the goal, back towards the last image that missed it"),
          AttackOption("shortening", 10, "iterations at most after the goal, to reach it with a smaller L2; 0: none"),
        ])
    ) { choice in
      AdaptiveMaskAttack(
        ablation,
        settings: AdaptiveMaskAttack.Settings(
          iterations: choice.steps, goal: choice.success.share, reach: choice.number("reach"),
          pull: choice.number("pull"),
          firstChange: choice.number("first-change"), momentum: choice.number("momentum"),
          penalty: choice.number("penalty"),
          tightening: choice.norm == .l2 ? choice.whole("tightening") : 0,
          shortening: choice.norm == .l2 ? choice.whole("shortening") : 0,
          budget: choice.size.map { Budget(norm: choice.norm, size: $0, bounds: choice.bounds) },
          bounds: choice.bounds))
    }
  }

  private static let literal: [MaskAttackEntry] = MaskAblation.allCases.reversed().map { ablation in
    MaskAttackEntry(
      ablation.rawValue + "-literal", summary(ablation) + ", exactly as its authors' program", source: source,
      .adaptiveMask, .unbounded, norms: [], aims: [.draw], measures: [.meanIoU],
      usual: MaskAttackDefaults(
        steps: 2501,
        options: [
          AttackOption("tau", 0, "the least multiplier; 0: what makes the first step's largest change first-change"),
          AttackOption("first-change", 1 / 255, "the largest change in the first step where tau is 0"),
          AttackOption("ratio", 10, "beta as a multiple of tau"),
          AttackOption("penalty", 1, "the weight of the squared distance"),
        ])
    ) { choice in
      LiteralMaskAttack(
        ablation,
        settings: LiteralMaskAttack.Settings(
          iterations: choice.steps, multiplier: multiplier(choice), penalty: choice.number("penalty"),
          bounds: choice.bounds, goal: choice.success.share))
    }
  }

  private static func multiplier(_ choice: MaskAttackChoice) -> LiteralMaskAttack.Multiplier {
    let (tau, ratio) = (choice.exactNumber("tau"), choice.exactNumber("ratio"))
    return tau == 0
      ? .scaled(largestChange: choice.exactNumber("first-change"), ratio: ratio)
      : .absolute(tau: tau, beta: ratio * tau)
  }

  private static func summary(_ ablation: MaskAblation) -> String {
    switch ablation {
    case .asma: "Adaptive segmentation mask attack: pixels that are right leave the loss, steps follow what is left"
    case .asm: "ASMA's ablation: pixels that are right leave the loss, steps of one length"
    case .ssm: "ASMA's ablation: every pixel stays in the loss, steps of one length"
    }
  }
}
