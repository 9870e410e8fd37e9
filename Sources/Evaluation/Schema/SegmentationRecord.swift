public import Tensors

/// One line of records.jsonl: one attack on one image of a segmentation network, the best of its restarts.
public struct SegmentationRecord: Sendable, Codable, Equatable {
  public var schema = RecordSchema.version
  public private(set) var kind = "segmentation"
  public var sample: SampleReference
  public var attack: AttackReference
  public var status: RecordStatus
  /// Why, when `status` is `error`.
  public var message: String?
  /// Where the target mask comes from, in words: "mask of Image_02L", "own mask, shifted by (20, 0)".
  public var target: String
  /// Which mask the attack is about; nil, in older records too, is a target to draw.
  public var goalMask: GoalMask?
  /// What the mask files were found to contain, in words: "0/255, 2 classes"; nil when there is no truth.
  public var maskCoding: String?
  /// How far apart the pixels of the masks lie; nil where nobody says it, and in older records.
  public var pixelSpacing: PixelSpacing?
  /// What counts as success, in words: "mean IoU with the target of at least 0.9".
  public var criterion: String
  /// The criterion holds in a fresh forward pass of the returned example, which passes its audit.
  public var succeeded = false
  /// The same for the example rounded to the stored type (8 bits by default); nil when not attacked or not asked for.
  public var succeededAfterRounding: Bool?
  /// The share of pixels that are as the attacker wants after the attack (attack pixel success rate); nil when not attacked.
  public var pixelSuccess: Double?
  /// Against the mask that the attack is about: the target or, for an untargeted attack, what it should destroy.
  public var toTarget: MaskComparison?
  /// Against the true mask; nil without one.
  public var toTruth: MaskComparison?
  /// After saving in other forms, lossy ones too; nil when not attacked or not asked for.
  public var afterStorage: [StorageOutcome]?
  /// How much of each class there was, was wanted and is there; nil when not attacked, and in older records.
  public var extents: MaskExtents?
  /// Of networks that draw optic disc and cup; nil for others and when not attacked.
  public var cupToDisc: CupToDiscRatio?
  /// The objects of the true mask one by one; nil where it was not asked for.
  public var objects: [ObjectOutcome]?
  public var audit: Audit?
  public var size: PerturbationSize?
  public var cost: AttackCost?
  public var trace: IterationTrace?
  public var health: AttackHealth?
  public var arrays: ArrayReferences?
  public var timing = RecordTiming(seconds: 0)

  public init(
    sample: SampleReference, attack: AttackReference, status: RecordStatus, target: String, criterion: String
  ) {
    self.sample = sample
    self.attack = attack
    self.status = status
    self.target = target
    self.criterion = criterion
  }
}
