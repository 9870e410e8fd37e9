internal import Foundation

/// The cross-entropy of a row of logits, as a neutral measure of how close a classifier is to changing its mind.
enum CrossEntropy {
  /// `ln Σᵢ exp(zᵢ) − z_y`, shifted so that nothing overflows.
  static func value(_ logits: [Double], label: Int) -> Double {
    let largest = logits.max() ?? 0
    return largest + log(logits.reduce(0) { $0 + exp($1 - largest) }) - logits[label]
  }
}
