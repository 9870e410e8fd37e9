/// One line of records.jsonl: one attack on one sample of a classifier, the best of its restarts.
public struct ClassificationRecord: Sendable, Codable, Equatable {
  public var schema = RecordSchema.version
  public private(set) var kind = "classification"
  public var sample: SampleReference
  public var attack: AttackReference
  public var status: RecordStatus
  /// Why, when `status` is `error`.
  public var message: String?
  /// Nil when the sample could not be loaded.
  public var clean: ClassPrediction?
  /// Nil when the sample was not attacked.
  public var adversarial: ClassPrediction?
  /// The goal is reached in a fresh forward pass of the returned example, which passes its audit.
  public var succeeded = false
  /// The same for the example rounded to the stored type (8 bits by default); nil when not attacked or not asked for.
  public var succeededAfterRounding: Bool?
  public var audit: Audit?
  public var size: PerturbationSize?
  public var cost: AttackCost?
  /// Nil for inputs without a time axis, or when not attacked.
  public var frames: FrameAnalysis?
  public var health: AttackHealth?
  public var arrays: ArrayReferences?
  public var timing = RecordTiming(seconds: 0)

  public init(sample: SampleReference, attack: AttackReference, status: RecordStatus) {
    self.sample = sample
    self.attack = attack
    self.status = status
  }
}
