public import Attacks
public import Tensors

/// Attacks every sample of a source on one classifier and leaves a run folder behind.
///
/// Per batch: load, predict the clean inputs, leave alone what the victim gets wrong already, attack the rest, look at
/// the answers again in a fresh forward pass, audit and measure them, explain them, save.
public struct ClassificationRun<Source: SampleSource<ClassificationSample>> {
  public var source: Source
  public var victim: any Victim
  /// In the order of `RunDescription.attacks`.
  public var attacks: [PlannedClassification]
  /// Names of one sample's axes; empty when they are not known.
  public var axes: [Axis] = []
  /// Checked for every success; nil to leave it out.
  public var rounding: StorageRounding?
  public var explanation: ExplanationPlan?
  public var savesArrays = true

  public init(
    source: Source, victim: any Victim, attacks: [PlannedClassification], axes: [Axis] = [],
    rounding: StorageRounding? = nil, explanation: ExplanationPlan? = nil
  ) {
    self.source = source
    self.victim = victim
    self.attacks = attacks
    self.axes = axes
    self.rounding = rounding
    self.explanation = explanation
  }

  /// Does what the folder still lacks.
  ///
  /// - Throws: what the victim, an attack or the disk throws; what was committed before stays and can be resumed.
  public func run(
    in folder: RunFolder, shards: any ArrayShardWriting, control: RunControl = RunControl()
  ) throws -> RunEnd {
    try RunFit.check(folder.plan, ids: source.ids, attacks: attacks.map(\.name), axes: axes, victim: victim)
    let batches = ClassificationBatch(run: self, control: control)
    return try BatchLoop(folder: folder, control: control, shards: shards).run(
      loadsAhead: source.loadsBesideVictim, load: batches.loaded, process: batches.process)
  }
}
