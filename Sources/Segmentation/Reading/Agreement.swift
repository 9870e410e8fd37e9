/// What one annotator drew on an image.
public struct AnnotatedTruth: Sendable, Hashable {
  public let annotator: String
  public let mask: Mask

  public init(annotator: String, mask: Mask) { (self.annotator, self.mask) = (annotator, mask) }
}

/// Several truths of one image as one.
struct Agreement {
  private let truths: [AnnotatedTruth]
  private let classCount: Int

  init(_ truths: [AnnotatedTruth]) {
    self.truths = truths
    classCount = truths.map(\.mask.classCount).max() ?? 2
  }

  /// The truth by a rule, and how many pixels not all agree on.
  ///
  /// - Throws: `SegmentationError` for an annotator that there is not.
  func mask(by rule: AnnotatorRule, source: String) throws(SegmentationError) -> (Mask, differing: Int) {
    guard let first = truths.first else {
      throw SegmentationError("no annotator drew this one", in: source, hint: "check the pattern of the masks")
    }
    let planes = truths.map(\.mask.classes)
    let chosen = try plane(of: rule, source)
    var differing = 0
    let classes = first.mask.classes.indices.map { pixel -> Int32 in
      let labels = planes.map { $0[pixel] }
      guard labels.contains(where: { $0 != labels[0] }) else { return labels[0] }
      differing += 1
      return chosen.map { $0[pixel] } ?? Self.label(labels, rule)
    }
    let mask = Mask(
      height: first.mask.height, width: first.mask.width, classCount: classCount, classes: classes)
    return (mask, differing)
  }

  private func plane(of rule: AnnotatorRule, _ source: String) throws(SegmentationError) -> [Int32]? {
    guard case .annotator(let name) = rule else { return nil }
    guard let truth = truths.first(where: { $0.annotator == name }) else {
      throw SegmentationError(
        "no annotator is called '\(name)'", in: source,
        hint: "there are \(ValueList(truths.map(\.annotator))); or choose majority, union or intersection")
    }
    return truth.mask.classes
  }

  /// The label of a pixel on which not all agree.
  private static func label(_ labels: [Int32], _ rule: AnnotatorRule) -> Int32 {
    switch rule {
    case .union: return labels.first { $0 > 0 } ?? labels[0]
    case .intersection: return 0
    case .majority, .annotator:
      var counts: [Int32: Int] = [:]
      for label in labels { counts[label, default: 0] += 1 }
      return counts.first { 2 * $0.value > labels.count }?.key ?? labels[0]
    }
  }
}
