/// training.json: what was trained, on what, how, and what came of it.
///
/// Written when training begins (without `result`), and again when it ends or stops. docs/training.md is the reference
/// for other programs.
public struct TrainingDescription: Sendable, Codable, Equatable {
  public var schema = RecordSchema.version
  public var task: RunTask
  public var state = TrainingState.running
  /// When training was first started, ISO 8601, UTC.
  public var created: String
  /// The program's arguments, the program first.
  public var commandLine: [String]
  /// Every setting, defaults included, in a readable order.
  public var settings: [Setting] = []
  public var versions: [Version] = []
  public var processor: Processor
  public var seed: UInt64
  public var network: TrainedNetworkFacts
  public var data: TrainingDataFacts
  /// What `TrainingEpoch.trainingScore` and `validationScore` measure: "accuracy" or "Dice".
  public var scoreName: String
  /// The most epochs there can be; fewer where patience ran out.
  public var epochLimit: Int
  /// What a reader must know before believing a number, in words.
  public var caveats: [String] = []
  /// Null until training has ended.
  public var result: TrainingResult?

  public init(
    task: RunTask, created: String, commandLine: [String], processor: Processor, seed: UInt64,
    network: TrainedNetworkFacts, data: TrainingDataFacts, scoreName: String, epochLimit: Int
  ) {
    self.task = task
    self.created = created
    self.commandLine = commandLine
    self.processor = processor
    self.seed = seed
    self.network = network
    self.data = data
    self.scoreName = scoreName
    self.epochLimit = epochLimit
  }
}

/// Where a training run stands.
public enum TrainingState: String, Sendable, Codable {
  case running
  /// All epochs were done, or patience ran out.
  case complete
  /// Stopped by its user; `chaff train --resume` goes on.
  case interrupted
  /// A loss or gradient was not finite; `result.failure` says where.
  case failed
}

/// The network that is trained.
public struct TrainedNetworkFacts: Sendable, Codable, Equatable {
  /// "radar-conv3d".
  public var identifier: String
  /// What the network was built with, by name.
  public var configuration: [Setting]
  /// Of one sample, without the batch.
  public var inputShape: [Int]
  /// Names of the axes of one sample: "channel", "time", "range", "doppler", "height", "width".
  public var axes: [String]
  /// Of one sample: `[K]`, or `[C, H, W]`.
  public var outputShape: [Int]
  /// Trained numbers; running statistics are not counted.
  public var parameterCount: Int
  /// In the order of the outputs.
  public var classNames: [String]
  /// How stored values become model input: "log1p:724".
  public var transform: String
  public var bounds: ValueRange

  public init(
    identifier: String, configuration: [Setting], inputShape: [Int], axes: [String], outputShape: [Int],
    parameterCount: Int, classNames: [String], transform: String, bounds: ValueRange
  ) {
    self.identifier = identifier
    self.configuration = configuration
    self.inputShape = inputShape
    self.axes = axes
    self.outputShape = outputShape
    self.parameterCount = parameterCount
    self.classNames = classNames
    self.transform = transform
    self.bounds = bounds
  }
}
