/// Agreement of a predicted mask with another one, its truth or its target: IoU and Dice per class and mean, accuracy.
///
/// Void pixels of either mask do not count. Where there is nothing to get wrong, the score is 1 and a flag says so:
/// `ClassScore.bothEmpty` for a class that neither mask has, `countedPixels == 0` when every pixel is void.
public struct MaskMetrics: Sendable, Hashable {
  public let confusion: ConfusionMatrix
  /// One per class, background first.
  public let perClass: [ClassScore]

  public init(prediction: Mask, truth: Mask) {
    self.init(ConfusionMatrix(prediction: prediction, truth: truth))
  }

  /// The metrics of pixels pooled over many images.
  public init(_ confusion: ConfusionMatrix) {
    self.confusion = confusion
    perClass = (0..<confusion.classCount).map {
      ClassScore(
        label: $0, truthCount: confusion.truthCount($0), predictionCount: confusion.predictionCount($0),
        intersection: confusion[truth: $0, prediction: $0])
    }
  }

  public var countedPixels: Int { confusion.counted }
  public var ignoredPixels: Int { confusion.ignored }

  /// The share of counted pixels whose class is right.
  public var pixelAccuracy: Double { countedPixels == 0 ? 1 : Double(confusion.correct) / Double(countedPixels) }

  /// The mean IoU over the classes; without background, two classes have the IoU of the foreground as their mean.
  public func meanIoU(includingBackground: Bool = false) -> Double { mean(\.iou, includingBackground) }

  public func meanDice(includingBackground: Bool = false) -> Double { mean(\.dice, includingBackground) }

  /// The classes that neither mask has, each of which counts as 1 in the means.
  public func emptyClasses(includingBackground: Bool = false) -> [Int] {
    scored(includingBackground).filter(\.bothEmpty).map(\.label)
  }

  private func scored(_ includingBackground: Bool) -> ArraySlice<ClassScore> {
    perClass.dropFirst(includingBackground ? 0 : 1)
  }

  private func mean(_ score: KeyPath<ClassScore, Double>, _ includingBackground: Bool) -> Double {
    let scores = scored(includingBackground)
    return scores.reduce(0) { $0 + $1[keyPath: score] } / Double(scores.count)
  }
}
