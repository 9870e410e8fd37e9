/// Attacks that only ask: for scores, or for decisions alone.
extension AttackCatalogue {
  static let byQueries: [AttackEntry] = byScores + byDecisions

  private static func scores(_ choice: AttackChoice) -> ScoreSettings {
    ScoreSettings(budget: choice.budget, queries: choice.queries, loss: choice.loss, seed: choice.seed)
  }

  private static func decisions(_ choice: AttackChoice) -> DecisionSettings {
    DecisionSettings(
      bounds: choice.bounds, queries: choice.queries, starts: StartingPoints(given: choice.starts),
      walks: choice.whole("starts"), largestNorm: choice.size, seed: choice.seed)
  }

  private static let byScores: [AttackEntry] = [
    AttackEntry(
      "square", "Random squares, kept when the loss rises", source: "Andriushchenko et al., 2020, arXiv:1912.00049",
      needs: .scores, norms: [.linf, .l2, .l1], usual: AttackDefaults(restarts: 1, queries: 5000)
    ) {
      SquareAttack(
        settings: SquareAttackSettings(
          budget: $0.budget, queries: $0.queries, restarts: $0.restarts, seed: $0.seed))
    },
    AttackEntry(
      "simba", "One element at a time, up or down", source: "Guo et al., 2019, arXiv:1905.07121", needs: .scores,
      norms: [.l2, .linf], usual: AttackDefaults(queries: 10_000, loss: .margin, takesStepSize: true)
    ) { SimBA(settings: scores($0), stepSize: $0.stepSize) },
    AttackEntry(
      "simba-dct", "SimBA over low frequencies", source: "Guo et al., 2019, arXiv:1905.07121", needs: .scores,
      norms: [.l2, .linf],
      usual: AttackDefaults(
        queries: 10_000, loss: .margin,
        options: [AttackOption("share", 0.125, "the share of frequencies along each axis")])
    ) { SimBA.cosines(settings: scores($0), keeping: $0.number("share")) },
    AttackEntry(
      "nes", "PGD on gradients estimated from pairs of random points", source: "Ilyas et al., 2018, arXiv:1804.08598",
      needs: .scores,
      usual: AttackDefaults(
        queries: 10_000, loss: .margin, takesStepSize: true,
        options: [AttackOption("pairs", 25, "pairs of points an estimate")])
    ) { NES(settings: scores($0), pairs: $0.whole("pairs"), stepSize: $0.stepSize) },
    AttackEntry(
      "spsa", "Adam on estimates from simultaneous random signs", source: "Uesato et al., 2018, arXiv:1802.05666",
      needs: .scores, norms: [.linf],
      usual: AttackDefaults(
        queries: 10_000, loss: .margin, options: [AttackOption("pairs", 32, "pairs of points an estimate")])
    ) { SPSA(settings: scores($0), pairs: $0.whole("pairs")) },
    AttackEntry(
      "bandits", "Estimates with a memory in time and in the plane", source: "Ilyas et al., 2019, arXiv:1807.07978",
      needs: .scores,
      usual: AttackDefaults(
        queries: 10_000, loss: .margin, takesStepSize: true,
        options: [AttackOption("tile", 1, "elements that a tile is wide and high")])
    ) { Bandits(settings: scores($0), tile: $0.whole("tile"), stepSize: $0.stepSize) },
    AttackEntry(
      "zoo", "Carlini and Wagner with slopes from differences, some elements a step",
      source: "Chen et al., 2017, arXiv:1708.03999", .smallest, needs: .scores, norms: [.l2],
      usual: AttackDefaults(queries: 50_000, confidence: 0)
    ) {
      ZOO(
        settings: ZOOSettings(
          bounds: $0.bounds, queries: $0.queries, confidence: $0.confidence, largestNorm: $0.size, seed: $0.seed))
    },
  ]

  private static let fromStarts = AttackDefaults(
    queries: 10_000, takesStarts: true,
    options: [
      AttackOption(
        "starts", 4,
        "starts that are tried by short walks before the best one gets the other queries; 1: as in the paper")
    ])

  private static let byDecisions: [AttackEntry] = [
    AttackEntry(
      "boundary", "A random walk along the boundary, inwards", source: "Brendel et al., 2018, arXiv:1712.04248",
      .smallest,
      needs: .decisions, norms: [.l2], usual: fromStarts
    ) { BoundaryAttack(settings: decisions($0)) },
    AttackEntry(
      "hopskipjump", "Normals of the boundary estimated from decisions", source: "Chen et al., 2020, arXiv:1904.02144",
      .smallest, needs: .decisions, norms: [.l2, .linf], usual: fromStarts
    ) { HopSkipJump(norm: $0.norm, settings: decisions($0)) },
    AttackEntry(
      "geoda", "The boundary taken for a plane, its normal estimated", source: "Rahmati et al., 2020, arXiv:2003.06468",
      .smallest, needs: .decisions, norms: [.l2, .linf], usual: fromStarts
    ) { GeoDA(norm: $0.norm, settings: decisions($0)) },
  ]
}
