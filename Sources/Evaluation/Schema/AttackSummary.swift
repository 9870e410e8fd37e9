/// The aggregates of one attack over a run's samples.
public struct AttackSummary: Sendable, Codable, Equatable {
  public var name: String
  public var counts: RunCounts
  /// Successes of the attacked samples (samples the victim already got wrong are not in it).
  public var successRate: Proportion
  /// Successes that survive rounding to the stored type, of the attacked samples; nil when it was not asked for.
  public var successRateAfterRounding: Proportion?
  /// Over the successes.
  public var successSizes: SizeQuartiles
  /// Over all attacked samples, failed attempts included.
  public var attackedSizes: SizeQuartiles
  public var cost: CostQuartiles
  public var auditFailures: Int
  /// Nil for segmentation.
  public var classification: ClassificationSummary?
  /// Nil for classification.
  public var segmentation: SegmentationSummary?

  public init(
    name: String, counts: RunCounts, successRate: Proportion, successSizes: SizeQuartiles,
    attackedSizes: SizeQuartiles, cost: CostQuartiles, auditFailures: Int
  ) {
    self.name = name
    self.counts = counts
    self.successRate = successRate
    self.successSizes = successSizes
    self.attackedSizes = attackedSizes
    self.cost = cost
    self.auditFailures = auditFailures
  }
}

/// Distributions of every measure of a perturbation's size.
public struct SizeQuartiles: Sendable, Codable, Equatable {
  public var l0: Quartiles
  public var l1: Quartiles
  public var l2: Quartiles
  public var linf: Quartiles
  public var psnr: Quartiles
  public var ssim: Quartiles

  public init(of sizes: [PerturbationSize]) {
    l0 = Quartiles(of: sizes.map { Double($0.l0) })
    l1 = Quartiles(of: sizes.map(\.l1))
    l2 = Quartiles(of: sizes.map(\.l2))
    linf = Quartiles(of: sizes.map(\.linf))
    psnr = Quartiles(of: sizes.map(\.psnr))
    ssim = Quartiles(of: sizes.map(\.ssim))
  }
}

/// Distributions of what the attack cost per attacked sample.
public struct CostQuartiles: Sendable, Codable, Equatable {
  public var forwards: Quartiles
  public var backwards: Quartiles
  public var iterations: Quartiles

  public init(of costs: [AttackCost]) {
    forwards = Quartiles(of: costs.map { Double($0.forwards) })
    backwards = Quartiles(of: costs.map { Double($0.backwards) })
    iterations = Quartiles(of: costs.map { Double($0.iterations) })
  }
}
