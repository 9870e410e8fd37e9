/// run.json: what was asked for, with what, on what; enough to repeat the run and to recognise a changed model or data.
public struct RunDescription: Sendable, Codable, Equatable {
  public var schema = RecordSchema.version
  public var task: RunTask
  /// When the run was first started, ISO 8601, UTC.
  public var created: String
  /// The program's arguments, the program first.
  public var commandLine: [String]
  /// Every setting, defaults included, in a readable order.
  public var settings: [Setting] = []
  public var versions: [Version] = []
  public var processor: Processor
  public var seed: UInt64
  public var model: ModelFacts
  public var data: DataFacts
  /// The ids of the run's samples, in order: what `resume` has to finish.
  public var samples: [String] = []
  /// The names of the run's attacks, in order; every sample gets one record of each.
  public var attacks: [String] = []
  /// Samples per batch: the unit of work, of the shards, and of what an interruption loses.
  public var batchSize = 1
  /// What was found out about the victim before the first sample was attacked.
  public var checks: [SanityCheck] = []
  /// What a reader must know before believing a number, in words.
  public var caveats: [String] = []

  public init(
    task: RunTask, created: String, commandLine: [String], processor: Processor, seed: UInt64, model: ModelFacts,
    data: DataFacts
  ) {
    self.task = task
    self.created = created
    self.commandLine = commandLine
    self.processor = processor
    self.seed = seed
    self.model = model
    self.data = data
  }
}

extension RunDescription {
  public var batchCount: Int { (samples.count + batchSize - 1) / batchSize }

  /// The positions of a batch's samples.
  public func samples(ofBatch batch: Int) -> Range<Int> {
    min(batch * batchSize, samples.count)..<min((batch + 1) * batchSize, samples.count)
  }

  /// What differs between this run and another description of it, in words: none of it may change on resume.
  public func conflicts(with other: RunDescription) -> [String] {
    var conflicts: [String] = []
    if task != other.task { conflicts.append("the task") }
    if model.sha256 != other.model.sha256 { conflicts.append("the model file") }
    if !model.readsInputs(as: other.model) { conflicts.append("the model's bounds, transform, axes or classes") }
    if data.sha256 != other.data.sha256 { conflicts.append("the data") }
    if samples != other.samples { conflicts.append("the list of samples") }
    if attacks != other.attacks { conflicts.append("the attacks") }
    if batchSize != other.batchSize { conflicts.append("the batch size") }
    if seed != other.seed { conflicts.append("the seed") }
    if settings != other.settings { conflicts.append("the settings") }
    return conflicts
  }
}

/// One setting, as text.
public struct Setting: Sendable, Codable, Equatable {
  public var name: String
  public var value: String
  /// "input units", "iterations", "frames"; nil for a setting without a unit.
  public var unit: String?

  public init(_ name: String, _ value: String, unit: String? = nil) {
    self.name = name
    self.value = value
    self.unit = unit
  }
}

/// The version of one thing that took part: "chaff", "engine", "oneDNN", "operating system".
public struct Version: Sendable, Codable, Equatable {
  public var name: String
  public var version: String

  public init(_ name: String, _ version: String) {
    self.name = name
    self.version = version
  }
}

/// The machine's processor, as far as it decides bits and speed.
public struct Processor: Sendable, Codable, Equatable {
  public var model: String
  /// Instruction sets: "avx2", "avx512f", "amx_bf16".
  public var features: [String]
  /// Threads the run may use.
  public var threads: Int

  public init(model: String, features: [String], threads: Int) {
    self.model = model
    self.features = features
    self.threads = threads
  }
}
