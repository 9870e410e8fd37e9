/// What an answer is worth once it was saved in one form and read again.
public struct StorageOutcome: Sendable, Codable, Equatable {
  /// "JPEG 90".
  public var name: String
  /// Whether the example is a success and still one in this form.
  public var succeeded: Bool
  /// Against the mask that the attack is about; nil where the model gave no numbers.
  public var scores: MaskScores?

  public init(name: String, succeeded: Bool, scores: MaskScores?) {
    self.name = name
    self.succeeded = succeeded
    self.scores = scores
  }
}

/// The same over the attacked images.
public struct StorageRow: Sendable, Codable, Equatable {
  public var name: String
  /// Successes that survive, of the attacked samples.
  public var successRate: Proportion
  public var iou: Quartiles

  public init(name: String, outcomes: [StorageOutcome]) {
    self.init(
      name: name, successRate: Proportion(outcomes.count(where: \.succeeded), of: outcomes.count),
      iou: Quartiles(of: outcomes.compactMap(\.scores?.meanIoU)))
  }

  public init(name: String, successRate: Proportion, iou: Quartiles) {
    self.name = name
    self.successRate = successRate
    self.iou = iou
  }
}
