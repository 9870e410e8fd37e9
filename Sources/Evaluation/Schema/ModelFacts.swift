/// What a run knows about the model file it attacked.
public struct ModelFacts: Sendable, Codable, Equatable {
  /// The file's name, without its folder.
  public var file: String
  /// Of the model file (and of its external data files, in the order they are named, appended).
  public var sha256: String
  public var inputs: [PortFacts] = []
  public var outputs: [PortFacts] = []
  public var opset: Int?
  /// How often each operator occurs, by name.
  public var operators: [OperatorCount] = []
  public var parameterCount: Int?
  public var classNames: [String] = []
  /// Names of one sample's axes: "channel", "time", "range", "doppler", "height", "width".
  public var axes: [String] = []
  /// How stored values become model input, in words: "x / 255, then (x - 0.5) / 0.25".
  public var transform: String?
  public var bounds: ValueRange

  public init(file: String, sha256: String, bounds: ValueRange) {
    self.file = file
    self.sha256 = sha256
    self.bounds = bounds
  }
}

extension ModelFacts {
  /// Whether values mean the same to both: what a card or flags say, and the file does not.
  func readsInputs(as other: ModelFacts) -> Bool {
    (bounds, transform ?? "", axes, classNames) == (other.bounds, other.transform ?? "", other.axes, other.classNames)
  }
}

/// One input or output of a model.
public struct PortFacts: Sendable, Codable, Equatable {
  public var name: String
  /// Null stands for an extent that is free until the model runs.
  public var shape: [Int?]

  public init(name: String, shape: [Int?]) {
    self.name = name
    self.shape = shape
  }
}

/// How often an operator occurs in a model.
public struct OperatorCount: Sendable, Codable, Equatable {
  public var name: String
  public var count: Int

  public init(name: String, count: Int) {
    self.name = name
    self.count = count
  }
}
