package import Evaluation

/// What an attack did to a mask, in words that a clinician uses.
package struct MaskWords {
  let record: SegmentationRecord
  let className: (Int) -> String

  package init(record: SegmentationRecord, className: @escaping (Int) -> String) {
    self.record = record
    self.className = className
  }

  /// "vessel 1204 → 37 pixels (wanted 0)", "vertical cup-to-disc ratio 0.42 → 0.79 (wanted 0.80)", "IoU with the wanted mask
  /// 0.12 → 0.97"; empty for an image that was not attacked.
  var changes: [String] { areas + [centres, ratio, agreement].compactMap(\.self) }

  /// The same with what it took, and whether that was a failure: "L2 1.30; L∞ 4.0/255".
  package func caption(bounds: ValueRange) -> String {
    guard let size = record.size, !changes.isEmpty else { return record.message ?? "The mask was as wanted already." }
    let span = bounds.upper - bounds.lower
    let largest =
      span == 1 ? Numeral.significant(size.linf * 255, digits: 2) + "/255" : Numeral.significant(size.linf)
    let missed = record.status == .failed ? ["not reached: success means \(record.criterion)"] : []
    return (changes + ["L2 \(Numeral.significant(size.l2))", "L∞ \(largest)"] + missed).joined(separator: "; ")
  }

  /// What becomes of areas, centres and an eye's ratio, as facts of a sample.
  var facts: [(String, String)] {
    let moved = areas + [centres].compactMap(\.self)
    return (moved.isEmpty ? [] : [("Before → after", moved.joined(separator: "; "))]) + ratioFacts
  }

  private var ratioFacts: [(String, String)] {
    guard let eye = record.cupToDisc else { return [] }
    let stages = [("true", eye.truth), ("before", eye.before), ("wanted", eye.wanted), ("after", eye.after)]
    let words = stages.compactMap { name, value in value.map { "\(name) \(Numeral.fixed($0, places: 2))" } }
    return [
      ("Vertical cup-to-disc ratio", words.joined(separator: ", ")),
      ("Its error after the attack", Numeral.fixed(eye.error, places: 3)),
    ]
  }

  private var areas: [String] {
    guard let extents = record.extents, let after = extents.after else { return [] }
    return extents.before.indices.dropFirst().compactMap { label in
      guard after.indices.contains(label) else { return nil }
      let wanted = extents.wanted.flatMap { $0.indices.contains(label) ? $0[label].pixels : nil }
      let counts = (extents.before[label].pixels, after[label].pixels)
      guard counts.0 + counts.1 + (wanted ?? 0) > 0 else { return nil }
      return "\(className(label)) \(Numeral.count(counts.0)) → \(Numeral.count(counts.1)) pixels"
        + (wanted.map { " (wanted \(Numeral.count($0)))" } ?? "")
    }
  }

  /// Only where something was to be moved.
  private var centres: String? {
    guard record.target.hasPrefix("move:") || record.target.hasPrefix("shift:"), let extents = record.extents,
      let wanted = extents.wanted, let after = extents.after
    else { return nil }
    let moved = extents.before.indices.dropFirst().compactMap { label -> String? in
      guard let asked = Self.way(extents.before, wanted, label), let made = Self.way(extents.before, after, label)
      else {
        return nil
      }
      return "centre of \(className(label)) moved by \(made) pixels (wanted \(asked))"
    }
    return moved.isEmpty ? nil : moved.joined(separator: "; ")
  }

  private static func way(_ from: [ClassExtent], _ to: [ClassExtent], _ label: Int) -> String? {
    guard from.indices.contains(label), to.indices.contains(label) else { return nil }
    let (dx, dy) = (to[label].column - from[label].column, to[label].row - from[label].row)
    guard dx.isFinite, dy.isFinite else { return nil }
    return "(\(Numeral.fixed(dx, places: 1)), \(Numeral.fixed(dy, places: 1)))"
  }

  private var ratio: String? {
    guard let eye = record.cupToDisc, let before = eye.before, let after = eye.after else { return nil }
    return "vertical cup-to-disc ratio \(Numeral.fixed(before, places: 2)) → \(Numeral.fixed(after, places: 2))"
      + (eye.wanted.map { " (wanted \(Numeral.fixed($0, places: 2)))" } ?? "")
  }

  /// Nothing for a mask of background alone: its IoU is 0 until the last pixel is gone, and areas say how near that is.
  private var agreement: String? {
    guard let scores = record.toTarget, let extents = record.extents else { return nil }
    if let wanted = extents.wanted, wanted.dropFirst().allSatisfy({ $0.pixels == 0 }) { return nil }
    let mask = (record.goalMask ?? .target) == .target ? "the wanted mask" : (record.goalMask ?? .truth).words
    return "IoU with \(mask) \(Numeral.fixed(scores.before.meanIoU, places: 2)) → "
      + Numeral.fixed(scores.after.meanIoU, places: 2)
  }
}
