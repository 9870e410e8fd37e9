/// How a training run ended.
public struct TrainingResult: Sendable, Codable, Equatable {
  /// Epochs done.
  public var epochs: Int
  public var steps: Int
  /// The epoch whose weights were kept, from 1; null where none was finished.
  public var bestEpoch: Int?
  /// The validation score of that epoch (the training score without a validation part); null where none was finished.
  public var bestScore: Double?
  /// Wall-clock time of all sessions together.
  public var seconds: Double
  /// Why it ended, in words: "all 40 epochs done", "no better validation score for 10 epochs".
  public var reason: String
  /// The best weights on the test part: null before the end, without a test part, and for segmentation.
  public var classification: ClassificationTest?
  /// The same for segmentation.
  public var segmentation: SegmentationTest?
  /// Simple methods on the same split, where they were asked for.
  public var baselines: [BaselineResult] = []
  public var failure: TrainingFailureFacts?
  /// SHA-256 of model.onnx, where it was written.
  public var modelSHA256: String?

  public init(
    epochs: Int, steps: Int, bestEpoch: Int?, bestScore: Double?, seconds: Double, reason: String
  ) {
    self.epochs = epochs
    self.steps = steps
    self.bestEpoch = bestEpoch
    self.bestScore = bestScore
    self.seconds = seconds
    self.reason = reason
  }
}

/// A classifier on the test part.
public struct ClassificationTest: Sendable, Codable, Equatable {
  public var accuracy: Proportion
  /// One a class, in class order.
  public var perClass: [Proportion]
  /// `[true class][predicted class]`.
  public var confusion: [[Int]]

  public init(confusion: [[Int]]) {
    self.confusion = confusion
    let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
    accuracy = Proportion(right, of: confusion.joined().reduce(0, +))
    perClass = confusion.indices.map { Proportion(confusion[$0][$0], of: confusion[$0].reduce(0, +)) }
  }
}

/// A segmentation network on the test part, images counted alike.
public struct SegmentationTest: Sendable, Codable, Equatable {
  /// Over the images: mean Dice and IoU of the foreground classes.
  public var dice: Quartiles
  public var iou: Quartiles
  public var pixelAccuracy: Quartiles
  /// Pixels of all images together: `[true class][predicted class]`.
  public var confusion: [[Int]]

  public init(dice: Quartiles, iou: Quartiles, pixelAccuracy: Quartiles, confusion: [[Int]]) {
    self.dice = dice
    self.iou = iou
    self.pixelAccuracy = pixelAccuracy
    self.confusion = confusion
  }
}

/// A simple method on the same split: what a network must beat to have learned something.
public struct BaselineResult: Sendable, Codable, Equatable {
  /// "nearest neighbour", "linear classifier".
  public var name: String
  /// What was done, in a sentence.
  public var words: String
  public var test: ClassificationTest

  public init(name: String, words: String, test: ClassificationTest) {
    self.name = name
    self.words = words
    self.test = test
  }
}

/// Where the first number that is not finite came up.
public struct TrainingFailureFacts: Sendable, Codable, Equatable {
  /// The step that was given up, from 1.
  public var step: Int
  /// "input", "parameter", "activation", "loss" or "gradient".
  public var kind: String
  /// The layer or parameter, by name.
  public var name: String
  /// The whole message.
  public var words: String

  public init(step: Int, kind: String, name: String, words: String) {
    self.step = step
    self.kind = kind
    self.name = name
    self.words = words
  }
}
