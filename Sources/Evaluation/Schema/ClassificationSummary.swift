/// What one attack did to a classifier.
public struct ClassificationSummary: Sendable, Codable, Equatable {
  /// Rightly classified before the attack, of the samples that could be read.
  public var cleanAccuracy: Proportion
  /// Rightly classified before and after the attack, of the samples that could be read.
  public var robustAccuracy: Proportion
  public var perClass: [ClassRow]
  /// `[true class][predicted class]`, over the samples that could be read.
  public var confusionBefore: [[Int]]
  /// The same after the attack; samples that were not attacked keep their clean prediction.
  public var confusionAfter: [[Int]]
  /// Spearman correlation of perturbation and importance per frame, over the samples that have one.
  public var rankCorrelation: Quartiles

  public init(
    cleanAccuracy: Proportion, robustAccuracy: Proportion, perClass: [ClassRow], confusionBefore: [[Int]],
    confusionAfter: [[Int]], rankCorrelation: Quartiles
  ) {
    self.cleanAccuracy = cleanAccuracy
    self.robustAccuracy = robustAccuracy
    self.perClass = perClass
    self.confusionBefore = confusionBefore
    self.confusionAfter = confusionAfter
    self.rankCorrelation = rankCorrelation
  }
}

/// One true class of a classification run.
public struct ClassRow: Sendable, Codable, Equatable {
  public var `class`: Int
  public var name: String
  public var cleanAccuracy: Proportion
  public var robustAccuracy: Proportion
  public var successRate: Proportion
  /// Over the successes of this class.
  public var l2: Quartiles
  public var linf: Quartiles

  public init(
    class label: Int, name: String, cleanAccuracy: Proportion, robustAccuracy: Proportion, successRate: Proportion,
    l2: Quartiles, linf: Quartiles
  ) {
    self.class = label
    self.name = name
    self.cleanAccuracy = cleanAccuracy
    self.robustAccuracy = robustAccuracy
    self.successRate = successRate
    self.l2 = l2
    self.linf = linf
  }
}
