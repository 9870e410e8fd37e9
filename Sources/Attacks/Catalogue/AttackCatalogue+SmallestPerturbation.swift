/// Attacks that look for the smallest perturbation that succeeds, by gradients.
extension AttackCatalogue {
  static let smallestPerturbation: [AttackEntry] = geometric + optimizing + sparse

  private static let polish = AttackOption(
    "polish", 1,
    "0: the attack as in its paper; 1: a success is shortened along the boundary at the end; 2: into corners between "
      + "boundaries too, slow for large inputs (1 does so up to 4096 elements)")

  private static func seeking(_ choice: AttackChoice) -> SmallestPerturbation {
    SmallestPerturbation(
      norm: choice.norm, bounds: choice.bounds, largestNorm: choice.size, refinement: refinement(choice, usual: .quick))
  }

  private static func refinement(_ choice: AttackChoice, usual: BoundaryRefinement) -> BoundaryRefinement {
    switch choice.whole("polish") {
    case ...0: .none
    case 1: usual
    default: .full
    }
  }

  private static let geometric: [AttackEntry] = [
    AttackEntry(
      "deepfool", "Steps onto the nearest boundary of the linearised victim",
      source: "Moosavi-Dezfooli et al., 2016, arXiv:1511.04599", .smallest, norms: [.l2, .linf, .l1],
      usual: AttackDefaults(
        steps: 50,
        options: [
          AttackOption("overshoot", 0.02, "how far past the boundary"),
          AttackOption("classes", 10, "how many classes are looked at, at most"), polish,
        ])
    ) {
      DeepFool(
        seeking: seeking($0), steps: $0.steps, overshoot: $0.number("overshoot"), classes: $0.whole("classes"))
    },
    AttackEntry(
      "ddn", "Direction and norm apart: the norm shrinks after each success",
      source: "Rony et al., 2019, arXiv:1811.09600",
      .smallest, norms: [.l2], usual: AttackDefaults(steps: 300, takesStepSize: true, options: [polish])
    ) { DecoupledDirectionNorm(seeking: seeking($0), steps: $0.steps, stepSize: $0.stepSize) },
    AttackEntry(
      "fmn", "Fast minimum norm: the budget follows the distance to the boundary",
      source: "Pintor et al., 2021, arXiv:2102.12827", .smallest, norms: [.l2, .linf, .l1, .l0],
      usual: AttackDefaults(steps: 300, takesStepSize: true, options: [polish])
    ) { FastMinimumNorm(seeking: seeking($0), steps: $0.steps, stepSize: $0.stepSize) },
    AttackEntry(
      "fab", "Projections onto the linearised boundary, biased to the clean input",
      source: "Croce and Hein, 2020, arXiv:1907.02044", .smallest, norms: [.linf, .l2, .l1],
      usual: AttackDefaults(
        steps: 100, restarts: 1,
        options: [
          AttackOption("classes", 0, "classes aimed at one after the other; 0: all boundaries in every step"),
          AttackOption(
            "polish", 1,
            "0: the attack as in its paper; 1: a success on an input of up to 4096 elements is shortened along the "
              + "boundary, corners included; 2: on any"),
        ])
    ) {
      let classes = $0.whole("classes")
      return FastAdaptiveBoundary(
        settings: FastAdaptiveBoundarySettings(
          norm: $0.norm, bounds: $0.bounds, steps: $0.steps, restarts: $0.restarts,
          targetClasses: classes > 0 ? classes : nil, largestNorm: $0.size,
          refinement: refinement($0, usual: .smallInputs), seed: $0.seed))
    },
  ]

  private static let optimizing: [AttackEntry] = [
    AttackEntry(
      "cw", "Carlini and Wagner: Adam on distance plus margin", source: "Carlini and Wagner, 2017, arXiv:1608.04644",
      .smallest, norms: [.l2],
      usual: AttackDefaults(
        steps: 200, confidence: 0,
        options: [
          AttackOption("searches", 9, "how many constants are tried, tenfold and then by halves"),
          AttackOption("learning-rate", 0.01, "Adam's first rate"),
        ])
    ) {
      CarliniWagner(
        settings: CarliniWagnerSettings(
          bounds: $0.bounds, confidence: $0.confidence, steps: $0.steps, searches: $0.whole("searches"),
          learningRate: $0.number("learning-rate"), largestNorm: $0.size))
    },
    AttackEntry(
      "cw-linf", "Carlini and Wagner for Linf", source: "Carlini and Wagner, 2017, arXiv:1608.04644, VI.C", .smallest,
      norms: [.linf],
      usual: AttackDefaults(
        steps: 200,
        options: [AttackOption("searches", 5, "how many constants are tried"), polish])
    ) { CarliniWagnerLinf(seeking: seeking($0), steps: $0.steps, searches: $0.whole("searches")) },
    AttackEntry(
      "lbfgs", "Box-constrained L-BFGS on distance plus cross-entropy", source: "Szegedy et al., 2014, arXiv:1312.6199",
      .smallest, norms: [.l2],
      usual: AttackDefaults(
        steps: 30, options: [AttackOption("searches", 12, "how many constants are tried"), polish])
    ) { BoxConstrainedLBFGS(seeking: seeking($0), steps: $0.steps, searches: $0.whole("searches")) },
    AttackEntry(
      "ead", "Elastic net: L1 and L2 together", source: "Chen et al., 2018, arXiv:1709.04114", .smallest,
      norms: [.l1, .l2],
      usual: AttackDefaults(
        steps: 300, confidence: 0,
        options: [
          AttackOption("sparsity", 0.001, "the weight of L1 against squared L2"),
          AttackOption("searches", 9, "how many constants are tried"), polish,
        ])
    ) {
      ElasticNet(
        seeking: seeking($0), confidence: $0.confidence, sparsity: $0.number("sparsity"), steps: $0.steps,
        searches: $0.whole("searches"))
    },
  ]

  private static let sparse: [AttackEntry] = [
    AttackEntry(
      "cw-l0", "Carlini and Wagner for L0: elements are frozen one by one",
      source: "Carlini and Wagner, 2017, arXiv:1608.04644, VI.B", .smallest, norms: [.l0],
      usual: AttackDefaults(
        steps: 200, options: [AttackOption("searches", 5, "how many constants are tried"), polish])
    ) { CarliniWagnerL0(seeking: seeking($0), steps: $0.steps, searches: $0.whole("searches")) },
    AttackEntry(
      "jsma", "Saliency map: pairs of elements that raise the wanted class",
      source: "Papernot et al., 2016, arXiv:1511.07528",
      .smallest, norms: [.l0],
      usual: AttackDefaults(
        steps: 500,
        options: [AttackOption("candidates", 192, "elements among which pairs are looked for"), polish])
    ) { SaliencyMapAttack(seeking: seeking($0), steps: $0.steps, candidates: $0.whole("candidates")) },
  ]
}
