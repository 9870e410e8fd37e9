internal import Tensors

/// Attacks that know what time is, or a plane; and noise, against which all others must be measured.
extension AttackCatalogue {
  /// Sequences are `[channel, time, …]` where nothing is said.
  private static func time(_ choice: AttackChoice) -> Int { choice.axes.firstIndex(of: .time) ?? 1 }

  static let inTime: [AttackEntry] = [
    AttackEntry(
      "frame-sparse", "Only a few whole frames change",
      source: "Chaff; group projection after Croce and Hein, 2019, arXiv:1909.05040",
      usual: AttackDefaults(
        steps: 20, loss: .crossEntropy, takesStepSize: true,
        options: [AttackOption("frames", 3, "the most frames that change")])
    ) {
      FrameSparseAttack(
        settings: FrameSparseSettings(
          budget: $0.budget, timeAxis: time($0), frames: $0.whole("frames"), steps: $0.steps, stepSize: $0.stepSize,
          loss: $0.loss))
    },
    AttackEntry(
      "smooth-time", "A perturbation that changes slowly over time", source: "Chaff",
      usual: AttackDefaults(
        steps: 20, loss: .crossEntropy, takesStepSize: true,
        options: [AttackOption("deviation", 2, "the smoothing kernel's deviation in frames")])
    ) {
      SmoothTimeAttack(
        settings: SmoothTimeSettings(
          budget: $0.budget, timeAxis: time($0), deviation: $0.number("deviation"), steps: $0.steps,
          stepSize: $0.stepSize, loss: $0.loss))
    },
    AttackEntry(
      "time-shift", "The recording begins earlier or later", source: "Chaff", .unbounded, needs: .decisions, norms: [],
      usual: AttackDefaults(options: [AttackOption("shift", 8, "the most frames")])
    ) { TimeShiftAttack(bounds: $0.bounds, timeAxis: time($0), largestShift: $0.whole("shift")) },
    AttackEntry(
      "frame-edit", "Frames are dropped or doubled", source: "Chaff", .unbounded, needs: .scores, norms: [],
      usual: AttackDefaults(queries: 1000, options: [AttackOption("edits", 3, "the most frames dropped or doubled")])
    ) { FrameEditAttack(bounds: $0.bounds, timeAxis: time($0), edits: $0.whole("edits"), queries: $0.queries) },
    AttackEntry(
      "frame-patch", "A square at one place of every frame",
      source: "Chaff; after Brown et al., 2017, arXiv:1712.09665",
      .unbounded, norms: [],
      usual: AttackDefaults(
        steps: 40, loss: .crossEntropy,
        options: [
          AttackOption("side", 6, "elements that the square is wide and high"),
          AttackOption("places", 5, "places tried along each axis"),
        ])
    ) {
      FramePatchAttack(
        settings: FramePatchSettings(
          bounds: $0.bounds, timeAxis: $0.axes.isEmpty ? nil : $0.axes.firstIndex(of: .time), side: $0.whole("side"),
          places: $0.whole("places"), steps: $0.steps, loss: $0.loss))
    },
  ]

  static let inThePlane: [AttackEntry] = [
    AttackEntry(
      "spatial", "Small shifts and rotations of the last two axes", source: "Engstrom et al., 2019, arXiv:1712.02779",
      .unbounded, needs: .decisions, norms: [],
      usual: AttackDefaults(
        options: [
          AttackOption("shift", 3, "the largest shift in elements"),
          AttackOption("angle", 30, "the largest angle in degrees"),
        ])
    ) {
      SpatialAttack(
        settings: SpatialSettings(
          bounds: $0.bounds, largestShift: $0.number("shift"), largestAngle: $0.number("angle")))
    }
  ]

  static let baselines: [AttackEntry] =
    NoiseKind.allCases.map { kind in
      AttackEntry(
        "\(kind.rawValue)-noise", "Random noise of that size, many draws",
        source: "Carlini et al., 2019, arXiv:1902.06705",
        needs: .decisions, norms: [.linf, .l2, .l1],
        usual: AttackDefaults(options: [AttackOption("draws", 100, "draws, a query each")])
      ) { NoiseAttack(settings: NoiseSettings(budget: $0.budget, kind: kind, draws: $0.whole("draws"), seed: $0.seed)) }
    }
    + [
      baseline("salt-and-pepper", .saltAndPepper, "A growing share of the elements at the bounds"),
      baseline("contrast-line", .contrast, "Ever less contrast"), baseline("blur-line", .blur, "Ever more blur"),
    ]

  private static func baseline(_ name: String, _ baseline: Baseline, _ summary: String) -> AttackEntry {
    AttackEntry(
      name, summary, source: "Rauber et al., 2017, arXiv:1707.04131", .smallest, needs: .decisions,
      norms: [.l2, .linf, .l1, .l0],
      usual: AttackDefaults(steps: 20)
    ) {
      BaselineAttack(
        settings: BaselineSettings(
          baseline: baseline, bounds: $0.bounds, norm: $0.norm, steps: $0.steps, seed: $0.seed, largestNorm: $0.size))
    }
  }
}
