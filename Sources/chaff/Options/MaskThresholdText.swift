import ArgumentParser
import Attacks

/// What counts as a success on a mask, as people write it: `0.9`, `mean-iou:0.9`, `pixels:0.99`.
struct MaskThresholdText: ExpressibleByArgument {
  /// Nil: what the attack itself measures by.
  let measure: MaskThreshold.Measure?
  let share: Double

  init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let number = parts.last.flatMap({ NumberText($0) }), number.exactValue > 0, number.exactValue <= 1 else {
      return nil
    }
    if parts.count == 2 {
      guard let measure = MaskThreshold.Measure(rawValue: parts[0]) else { return nil }
      self.measure = measure
    } else {
      measure = nil
    }
    share = number.exactValue
  }
}
