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
    let counts = Counts(of: prediction, goal)
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
  private(set) var both: [Int]
  private(set) var predicted: [Int]
  private(set) var wanted: [Int]
  private(set) var pixels = 0
  private(set) var right = 0
  private(set) var products = 0
  private(set) var anyForeground = 0

  init(of prediction: [Int], _ goal: MaskGoal) {
    both = [Int](repeating: 0, count: goal.classCount)
    predicted = both
    wanted = both
    let pairs = Self.pairs(prediction, goal)
    for target in 0..<goal.classCount {
      for predicted in -1..<goal.classCount {
        add(predicted, target, times: pairs[(predicted + 1) * goal.classCount + target])
      }
    }
  }

  /// How often each predicted class, the first row for none, meets each wanted one.
  private static func pairs(_ prediction: [Int], _ goal: MaskGoal) -> [Int] {
    let classCount = goal.classCount
    var pairs = [Int](repeating: 0, count: (classCount + 1) * classCount)
    pairs.withUnsafeMutableBufferPointer { pairs in
      prediction.withUnsafeBufferPointer { prediction in
        goal.target.withUnsafeBufferPointer { target in
          for pixel in target.indices where target[pixel] != goal.ignoredLabel {
            precondition((0..<classCount).contains(target[pixel]), "MaskScores: no class \(target[pixel])")
            let row = (0..<classCount).contains(prediction[pixel]) ? prediction[pixel] + 1 : 0
            pairs[row * classCount + target[pixel]] += 1
          }
        }
      }
    }
    return pairs
  }

  private mutating func add(_ prediction: Int, _ target: Int, times count: Int) {
    pixels += count
    wanted[target] += count
    if prediction >= 0 { predicted[prediction] += count }
    if prediction == target {
      right += count
      both[target] += count
    }
    products += max(prediction, 0) * target * count
    if max(prediction, 0) + target > 0 { anyForeground += count }
  }

  var classIoU: [Double?] {
    both.indices.map { index in
      let union = predicted[index] + wanted[index] - both[index]
      return union == 0 ? nil : Double(both[index]) / Double(union)
    }
  }
}
