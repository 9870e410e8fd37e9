/// The files of a training run; docs/training.md says what is in them.
public struct TrainingFolder: Sendable, Equatable {
  public let path: String

  public init(_ path: String) { self.path = path }

  public var description: String { path + "/training.json" }
  public var epochs: String { path + "/training.jsonl" }
  public var checkpoint: String { path + "/checkpoint.safetensors" }
  public var best: String { path + "/best.safetensors" }
  public var model: String { path + "/model.onnx" }
  public var card: String { path + "/model.yaml" }
}
