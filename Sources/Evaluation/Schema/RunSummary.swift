/// summary.json: the aggregates of a run, computed from records.jsonl and run.json alone.
public struct RunSummary: Sendable, Codable, Equatable {
  public enum State: String, Sendable, Codable { case complete, interrupted }

  public var schema = RecordSchema.version
  public var task: RunTask
  /// `interrupted` while samples of run.json have no record.
  public var state: State
  public var counts: RunCounts
  /// One per attack, in the order in which they first occur in the records.
  public var attacks: [AttackSummary]
  /// Samples that are classified rightly and withstand every attack of the run, of all samples that could be read.
  ///
  /// The worst case per sample, never an average over attacks. Nil for segmentation.
  public var robustAccuracy: Proportion?
  public var sanity: [SanityCheck]
  public var caveats: [String]
  public var timings: RunTimings

  public init(
    task: RunTask, state: State, counts: RunCounts, attacks: [AttackSummary], robustAccuracy: Proportion? = nil,
    sanity: [SanityCheck], caveats: [String], timings: RunTimings
  ) {
    self.task = task
    self.state = state
    self.counts = counts
    self.attacks = attacks
    self.robustAccuracy = robustAccuracy
    self.sanity = sanity
    self.caveats = caveats
    self.timings = timings
  }
}

/// How many records a run (or one attack of it) has, by how they ended.
public struct RunCounts: Sendable, Codable, Equatable {
  /// Samples the run was asked for; over all attacks of a run, samples times attacks.
  public var samples: Int
  /// Records there are: `attacked + alreadyMisclassified + errors`.
  public var recorded: Int
  public var alreadyMisclassified: Int
  /// `succeeded + failed`.
  public var attacked: Int
  public var succeeded: Int
  public var failed: Int
  public var errors: Int

  public init(
    samples: Int, alreadyMisclassified: Int, succeeded: Int, failed: Int, errors: Int
  ) {
    self.samples = samples
    self.alreadyMisclassified = alreadyMisclassified
    self.succeeded = succeeded
    self.failed = failed
    self.errors = errors
    attacked = succeeded + failed
    recorded = attacked + alreadyMisclassified + errors
  }
}

/// Wall-clock times of a run: the only part of summary.json that differs between two identical runs.
public struct RunTimings: Sendable, Codable, Equatable {
  /// The sum over all records, in seconds, whatever the number of interruptions.
  @FiniteOrNull public var totalSeconds: Double
  public var secondsPerSample: Quartiles

  public init(totalSeconds: Double, secondsPerSample: Quartiles) {
    self.totalSeconds = totalSeconds
    self.secondsPerSample = secondsPerSample
  }
}
