/// How many pixels of each true class were given each class; sums over images add up.
public struct ConfusionMatrix: Sendable, Hashable {
  public let classCount: Int
  /// [truth, prediction], row-major.
  public private(set) var counts: [Int]
  /// Pixels left out because they are void in either mask.
  public private(set) var ignored = 0

  public init(classCount: Int) {
    precondition(classCount >= 2, "ConfusionMatrix: expected two classes or more, is \(classCount)")
    self.classCount = classCount
    counts = [Int](repeating: 0, count: classCount * classCount)
  }

  public init(prediction: Mask, truth: Mask) {
    precondition(
      prediction.height == truth.height && prediction.width == truth.width,
      "ConfusionMatrix: expected equal sizes, are \(prediction.width) × \(prediction.height) "
        + "and \(truth.width) × \(truth.height)")
    self.init(classCount: max(prediction.classCount, truth.classCount))
    for (predicted, actual) in zip(prediction.classes, truth.classes) {
      if predicted == Mask.void || actual == Mask.void {
        ignored += 1
      } else {
        counts[Int(actual) * classCount + Int(predicted)] += 1
      }
    }
  }

  public subscript(truth truth: Int, prediction prediction: Int) -> Int { counts[truth * classCount + prediction] }

  public var counted: Int { counts.reduce(0, +) }
  public var correct: Int { (0..<classCount).reduce(0) { $0 + self[truth: $1, prediction: $1] } }

  /// Pixels whose true class is `label`.
  public func truthCount(_ label: Int) -> Int {
    (0..<classCount).reduce(0) { $0 + self[truth: label, prediction: $1] }
  }

  /// Pixels that were given the class `label`.
  public func predictionCount(_ label: Int) -> Int {
    (0..<classCount).reduce(0) { $0 + self[truth: $1, prediction: label] }
  }

  public static func += (sum: inout ConfusionMatrix, other: ConfusionMatrix) {
    precondition(
      sum.classCount == other.classCount,
      "ConfusionMatrix: expected \(sum.classCount) classes, are \(other.classCount)")
    for index in sum.counts.indices { sum.counts[index] += other.counts[index] }
    sum.ignored += other.ignored
  }
}
