/// The data of a training run and how it was split.
public struct TrainingDataFacts: Sendable, Codable, Equatable {
  /// The folder's name, without the path to it.
  public var folder: String
  /// The layout recognised, in words: "KKT", "Soli", "image folder with masks".
  public var format: String?
  /// Samples found, before the split.
  public var found: Int
  /// Of the used files' names and contents, in order (see `FileTreeHash`).
  public var sha256: String
  /// How the split was made, in words: "by place in time order".
  public var split: String
  public var training: SplitPart
  /// What early stopping and the choice of the best epoch looked at; empty where there was none.
  public var validation: SplitPart
  /// Never seen before the end; empty where none was named.
  public var test: SplitPart

  public init(
    folder: String, format: String?, found: Int, sha256: String, split: String, training: SplitPart,
    validation: SplitPart, test: SplitPart
  ) {
    self.folder = folder
    self.format = format
    self.found = found
    self.sha256 = sha256
    self.split = split
    self.training = training
    self.validation = validation
    self.test = test
  }
}

/// One part of a split.
public struct SplitPart: Sendable, Codable, Equatable {
  /// How the part was chosen, in words: "0-111", "subjects 1-6".
  public var selection: String
  public var count: Int
  /// Samples per class, in class order; empty for segmentation.
  public var perClass: [Int]
  /// The ids of the samples, in order.
  public var samples: [String]

  public init(selection: String, count: Int, perClass: [Int] = [], samples: [String]) {
    self.selection = selection
    self.count = count
    self.perClass = perClass
    self.samples = samples
  }
}
