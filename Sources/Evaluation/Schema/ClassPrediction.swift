/// What a classifier said.
public struct ClassPrediction: Sendable, Codable, Equatable {
  /// The class of the largest logit; the first of equals.
  public var `class`: Int
  @FiniteOrNull public var logits: [Double]

  public init(class predicted: Int, logits: [Double]) {
    self.class = predicted
    self.logits = logits
  }
}
