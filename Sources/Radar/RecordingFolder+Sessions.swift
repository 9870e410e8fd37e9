internal import Foundation

extension RecordingFolder {
  /// A warning when every class was recorded at a time of its own; nil when times overlap or names do not tell them.
  ///
  /// Such a model may tell sittings apart rather than gestures, whatever the split.
  public var sessionCaveat: String? {
    let spans = classes.map { recordings -> ClosedRange<String>? in
      let times = recordings.paths.map { RecordingOrder.time(in: URL(fileURLWithPath: $0).lastPathComponent) }
      let known = times.compactMap { $0 }
      guard known.count == times.count, let first = known.min(), let last = known.max() else { return nil }
      return first...last
    }
    let known = spans.compactMap { $0 }.sorted { $0.lowerBound < $1.lowerBound }
    guard known.count == spans.count, known.count > 1,
      zip(known, known.dropFirst()).allSatisfy({ $0.upperBound < $1.lowerBound })
    else { return nil }
    return
      "Each class was recorded at a time of its own, by the times in the file names: a model may tell sittings apart "
      + "rather than gestures, and its accuracy may be too high."
  }
}
