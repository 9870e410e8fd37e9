extension AgreementCurve {
  private static let pointCount = 48

  /// One curve for each attack with a course, on the same lengths for all.
  static func curves(
    of entries: [SegmentationStudySummarizer.Entry], _ subject: SegmentationStudySummarizer.Subject
  ) -> [AgreementCurve] {
    let traced = entries.filter { ($0.record.trace?.iteration.count ?? 0) > 1 }
    // The longest perturbation of most images: one image that needs ten times as much would flatten all curves.
    let longest = traced.compactMap { $0.record.trace?.l2.filter(\.isFinite).max() }.sorted()
    let reach = Quantile.type7(0.9, ofSorted: longest)
    guard reach.isFinite, reach > 0 else { return [] }
    let lengths = (0..<pointCount).map { reach * Double($0) / Double(pointCount - 1) }
    return Grouping(traced) { $0.attack }.groups.map { attack, entries in
      let courses = entries.compactMap(\.record.trace).map { best($0, within: lengths) }
      return AgreementCurve(
        victim: subject.victim, data: subject.data, attack: attack, l2: lengths,
        iou: lengths.indices.map { place in Quartiles(of: courses.map { $0[place] }).median })
    }
  }

  /// The best mean IoU of a course among the images no longer than each length.
  private static func best(_ trace: IterationTrace, within lengths: [Double]) -> [Double] {
    let points = zip(trace.l2, trace.iou).filter { $0.0.isFinite && $0.1.isFinite }.sorted { $0.0 < $1.0 }
    var (next, best) = (0, Double.nan)
    return lengths.map { length in
      while next < points.count, points[next].0 <= length * (1 + 1e-9) {
        best = best.isNaN ? points[next].1 : max(best, points[next].1)
        next += 1
      }
      return best
    }
  }
}
