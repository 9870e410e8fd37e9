/// How well a predicted mask agrees with the wanted one.
///
/// | score | definition |
/// |---|---|
/// | `classIoU[c]` | `\|pred = c and target = c\| / \|pred = c or target = c\|`; nil where class c occurs in neither |
/// | `meanIoU` | mean of `classIoU` over the classes that occur, the background left out; 1 where none occurs: two empty masks agree |
/// | `pixelAccuracy` | share of pixels with the wanted class |
/// | `foregroundProductIoU` | the reference implementation's number, see below |
///
/// The authors' code computes `Σ pred · target / Σ min(pred + target, 1)` with class indices as numbers. For two
/// classes this is the foreground IoU; with class indices above 1 the products exceed 1, and so can the quotient. Their
/// 0/0 for two empty masks is a NaN that destroys the image; here it is 1.
public struct MaskScores: Sendable, Hashable, Codable {
  public let classIoU: [Double?]
  public let meanIoU: Double
  public let pixelAccuracy: Double
  public let foregroundProductIoU: Double
  /// Pixels that count and do not have the wanted class.
  public let wrongPixels: Int

  /// Compares class indices pixel by pixel; a prediction outside the classes (no number) is simply wrong.
  public init(prediction: [Int], goal: MaskGoal) {
    precondition(
      prediction.count == goal.target.count, "MaskScores: \(prediction.count) pixels against \(goal.target.count)")
    var counts = Counts(classCount: goal.classCount)
    for pixel in prediction.indices where goal.counts(pixel) { counts.add(prediction[pixel], goal.target[pixel]) }
    classIoU = counts.classIoU
    let scored = classIoU.indices.filter { $0 != goal.background }.compactMap { counts.classIoU[$0] }
    meanIoU = scored.isEmpty ? 1 : scored.reduce(0, +) / Double(scored.count)
    pixelAccuracy = counts.pixels == 0 ? 1 : Double(counts.right) / Double(counts.pixels)
    foregroundProductIoU = counts.anyForeground == 0 ? 1 : Double(counts.products) / Double(counts.anyForeground)
    wrongPixels = counts.pixels - counts.right
  }
}

/// Sums over pixels from which every score follows.
private struct Counts {
  var both: [Int]
  var predicted: [Int]
  var wanted: [Int]
  var pixels = 0
  var right = 0
  var products = 0
  var anyForeground = 0

  init(classCount: Int) {
    both = [Int](repeating: 0, count: classCount)
    predicted = both
    wanted = both
  }

  mutating func add(_ prediction: Int, _ target: Int) {
    pixels += 1
    wanted[target] += 1
    if predicted.indices.contains(prediction) { predicted[prediction] += 1 }
    if prediction == target {
      right += 1
      both[target] += 1
    }
    products += max(prediction, 0) * target
    if max(prediction, 0) + target > 0 { anyForeground += 1 }
  }

  var classIoU: [Double?] {
    both.indices.map { index in
      let union = predicted[index] + wanted[index] - both[index]
      return union == 0 ? nil : Double(both[index]) / Double(union)
    }
  }
}
