import Evaluation
import Foundation

/// A training run's result in a few lines for a terminal.
struct TrainingText {
  let result: TrainingResult
  let classNames: [String]

  var lines: [String] {
    var lines = [
      String(
        format: "%d epochs, %d steps in %.0f s: %@", result.epochs, result.steps, result.seconds, result.reason)
    ]
    if let epoch = result.bestEpoch, let score = result.bestScore {
      lines.append(String(format: "Best epoch %d, score %.3f", epoch, score))
    }
    if let test = result.classification {
      lines.append("Test accuracy  \(text(test.accuracy))")
      lines += confusion(test.confusion)
    }
    if let test = result.segmentation {
      lines.append(
        String(
          format: "Test Dice  median %.3f (quartiles %.3f to %.3f), IoU median %.3f, %d images", test.dice.median,
          test.dice.lower, test.dice.upper, test.iou.median, test.dice.count))
    }
    for baseline in result.baselines { lines.append("  \(baseline.name)  \(text(baseline.test.accuracy))") }
    return lines
  }

  private func confusion(_ counts: [[Int]]) -> [String] {
    let names = counts.indices.map { classNames.indices.contains($0) ? classNames[$0] : "class \($0)" }
    let width = max(names.map(\.count).max() ?? 0, 4)
    let header = "  " + padded("true \\ predicted", width) + counts.indices.map { right("\($0)", 6) }.joined()
    return [header]
      + counts.enumerated().map { row, numbers in
        "  " + padded("\(row) \(names[row])", max(width, 16)) + numbers.map { right("\($0)", 6) }.joined()
      }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, max(width, 16) - text.count))
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private func text(_ share: Proportion) -> String {
    String(
      format: "%.3f  (%d of %d, 95 %% interval %.3f to %.3f)", share.rate, share.count, share.total, share.lower,
      share.upper)
  }
}
