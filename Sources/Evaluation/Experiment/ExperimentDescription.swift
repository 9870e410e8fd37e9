/// experiment.json: what was asked for.
public struct ExperimentDescription: Sendable, Codable, Equatable {
  /// One victim: its name, and the run folder that its attacks leave behind.
  public struct Victim: Sendable, Codable, Equatable {
    public var name: String
    /// Relative to the experiment's folder: "runs/conv3d".
    public var folder: String
    /// Of the model's file; nil for a served model.
    public var sha256: String?
    /// Where a served model is: "http://localhost:8080 (model gestures)".
    public var address: String?
    /// What an ensemble or a randomised victim is put together of, in words; nil for a model as it is.
    public var makeup: String?

    public init(
      name: String, folder: String, sha256: String?, address: String? = nil, makeup: String? = nil
    ) {
      self.name = name
      self.folder = folder
      self.sha256 = sha256
      self.address = address
      self.makeup = makeup
    }
  }

  public var schema = RecordSchema.version
  public var title: String
  /// When it was first started, ISO 8601, UTC.
  public var created: String
  public var commandLine: [String]
  public var seed: UInt64
  public var victims: [Victim]
  /// For each victim, in its order, the attacks on it.
  public var attacks: [String: [ExperimentAttack]]
  /// The ids of all samples, in order, whatever the shard.
  public var samples: [String]
  /// "1/4"; nil for the whole.
  public var shard: String?

  public init(
    title: String, created: String, commandLine: [String], seed: UInt64, victims: [Victim],
    attacks: [String: [ExperimentAttack]], samples: [String], shard: String? = nil
  ) {
    self.title = title
    self.created = created
    self.commandLine = commandLine
    self.seed = seed
    self.victims = victims
    self.attacks = attacks
    self.samples = samples
    self.shard = shard
  }

  /// What differs between this experiment and another in what decides results, in words.
  public func conflicts(with other: ExperimentDescription) -> [String] {
    var conflicts: [String] = []
    if victims != other.victims { conflicts.append("the victims") }
    if attacks != other.attacks { conflicts.append("the attacks") }
    if samples != other.samples { conflicts.append("the samples") }
    if seed != other.seed { conflicts.append("the seed") }
    if shard != other.shard { conflicts.append("the shard") }
    return conflicts
  }
}
