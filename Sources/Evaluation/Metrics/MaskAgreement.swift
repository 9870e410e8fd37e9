/// How well two class maps agree: intersection over union, Dice and pixel accuracy on plain class indices.
///
///     IoU = |P ∩ R| / |P ∪ R|,   Dice = 2 |P ∩ R| / (|P| + |R|)        per class, P predicted and R reference pixels
///
/// A class in neither map has both set to 1 and is listed in `emptyClasses`; a class in only one map has 0. The means are
/// over the classes that occur in either map, without the background; 1 when none does. (It lives here, and not in Segmentation, because Evaluation reads no images and no masks:
/// see docs/architecture.md.)
public enum MaskAgreement {
  /// The scores of one class per pixel against as many of the reference.
  ///
  /// Classes are `0..<classCount`; pixels of any other class only lower the pixel accuracy, and pixels whose reference
  /// is the class `ignored` do not count. The means leave out `background`; nil leaves out none.
  public static func scores(
    predicted: [Int], reference: [Int], classCount: Int, background: Int? = 0, ignored: Int? = nil
  ) -> MaskScores {
    precondition(predicted.count == reference.count, "MaskAgreement: \(predicted.count) and \(reference.count) pixels")
    var counts = ClassCounts(classCount: classCount)
    for (p, r) in zip(predicted, reference) where r != ignored { counts.add(predicted: p, reference: r) }
    let (iou, dice) = (counts.iou, counts.dice)
    let scored = (0..<classCount).filter { $0 != background && !counts.empty.contains($0) }
    func mean(_ values: [Double]) -> Double {
      scored.isEmpty ? 1 : scored.reduce(0) { $0 + values[$1] } / Double(scored.count)
    }
    return MaskScores(
      iou: iou, dice: dice, meanIoU: mean(iou), meanDice: mean(dice), pixelAccuracy: counts.accuracy,
      emptyClasses: counts.empty)
  }
}

/// How often each class occurs in two maps and in both at once.
private struct ClassCounts {
  private var both: [Int]
  private var predicted: [Int]
  private var reference: [Int]
  private var pixels = 0
  private var equal = 0

  init(classCount: Int) {
    both = [Int](repeating: 0, count: classCount)
    (predicted, reference) = (both, both)
  }

  mutating func add(predicted p: Int, reference r: Int) {
    pixels += 1
    if p == r { equal += 1 }
    if predicted.indices.contains(p) { predicted[p] += 1 }
    if reference.indices.contains(r) { reference[r] += 1 }
    if p == r, both.indices.contains(p) { both[p] += 1 }
  }

  var iou: [Double] {
    both.indices.map { isEmpty($0) ? 1 : Double(both[$0]) / Double(predicted[$0] + reference[$0] - both[$0]) }
  }
  var dice: [Double] {
    both.indices.map { isEmpty($0) ? 1 : 2 * Double(both[$0]) / Double(predicted[$0] + reference[$0]) }
  }
  var empty: [Int] { both.indices.filter(isEmpty) }
  var accuracy: Double { pixels == 0 ? .nan : Double(equal) / Double(pixels) }

  private func isEmpty(_ index: Int) -> Bool { predicted[index] == 0 && reference[index] == 0 }
}
