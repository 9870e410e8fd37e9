/// The names of what lies in the folder of a training run; docs/training.md says what is in each file.
public struct TrainingPaths: Sendable, Equatable {
  public let folder: String

  public init(folder: String) { self.folder = folder }

  public var description: String { folder + "/training.json" }
  public var epochs: String { folder + "/training.jsonl" }
  public var checkpoint: String { folder + "/checkpoint.safetensors" }
  public var best: String { folder + "/best.safetensors" }
  public var model: String { folder + "/model.onnx" }
  public var card: String { folder + "/model.yaml" }
  /// Where the linear baseline is trained.
  public var linearBaseline: String { folder + "/linear" }
  var report: String { folder + "/report.html" }
  var lock: String { folder + "/run.lock" }
}
