public import Attacks
public import Tensors

/// One image for a segmentation attack.
public struct SegmentationJob: Sendable {
  public let id: String
  public let clean: Tensor
  public let target: ClassMap
  public let region: Region
}

/// What a segmentation attack found for one image, with its course.
public struct TracedOutcome: Sendable {
  public var outcome: Outcome
  public var trace: IterationTrace?

  public init(outcome: Outcome, trace: IterationTrace? = nil) {
    self.outcome = outcome
    self.trace = trace
  }
}

/// An attack on a segmentation network as a run carries it out.
public struct PlannedSegmentation {
  public typealias Attack = (
    _ jobs: [SegmentationJob], _ victim: any Victim, _ shouldStop: @escaping () -> Bool
  ) throws -> [TracedOutcome]

  /// Unique within the run.
  public var name: String
  /// Nil for an attack without one (ASMA).
  public var budget: Budget?
  public var bounds: ClosedRange<Float>
  public var seed: UInt64
  /// Answers every job, in order.
  public var attack: Attack
  /// Where the perturbation may go; the sample's own region by default.
  public var region: (SegmentationSample) throws -> Region = { $0.region }
  /// The victim the attack searches with; the run's by default.
  ///
  /// Success is declared by the run's victim alone.
  public var searchVictim: (any Victim)?

  public init(
    name: String, budget: Budget? = nil, bounds: ClosedRange<Float>, seed: UInt64, attack: @escaping Attack
  ) {
    self.name = name
    self.budget = budget
    self.bounds = bounds
    self.seed = seed
    self.attack = attack
  }
}
