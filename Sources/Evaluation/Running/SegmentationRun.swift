public import Attacks
public import Tensors

/// Attacks every image of a source on one segmentation network and leaves a run folder behind.
///
/// The same course as `ClassificationRun`; success is the criterion's, on the clipped answer.
public struct SegmentationRun<Source: SampleSource<SegmentationSample>> {
  public var source: Source
  public var victim: any Victim
  /// In the order of `RunDescription.attacks`.
  public var attacks: [PlannedSegmentation]
  public var criterion: MaskCriterion
  /// Names of one sample's axes; empty when they are not known.
  public var axes: [Axis] = []
  /// Checked for every attacked image; nil to leave it out.
  public var rounding: StorageRounding?
  /// Other forms in which every answer is saved and read again, lossy ones too.
  public var storages: [StorageRounding] = []
  public var explanation: ExplanationPlan?
  /// The class whose region explanations are about.
  public var explainedClass = 1
  public var savesArrays = true
  /// Only the run's first samples keep their arrays and are explained; nil for all.
  public var arrayLimit: Int?
  /// Whether records tell what becomes of every object of the true mask.
  public var measuresObjects = false
  /// Where the network draws eyes: records tell the cup-to-disc ratio.
  public var discAndCup: DiscAndCup?

  /// Whether the arrays of the sample of this index are kept.
  func keepsArrays(of index: Int) -> Bool { savesArrays && arrayLimit.map { index < $0 } ?? true }

  public init(
    source: Source, victim: any Victim, attacks: [PlannedSegmentation], criterion: MaskCriterion = MaskCriterion(),
    axes: [Axis] = [], rounding: StorageRounding? = nil, explanation: ExplanationPlan? = nil
  ) {
    self.source = source
    self.victim = victim
    self.attacks = attacks
    self.criterion = criterion
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
    guard victim.outputShape.count == 3 else {
      throw RunFitError(
        complaint: "the model is no segmentation network: it gives \(victim.outputShape) logits for a sample, not "
          + "[classes, height, width]")
    }
    let batches = SegmentationBatch(run: self, control: control)
    return try BatchLoop(folder: folder, control: control, shards: shards).run(
      loadsAhead: source.loadsBesideVictim, load: batches.loaded, process: batches.process)
  }
}
