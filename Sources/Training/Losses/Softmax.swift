internal import Foundation

/// Probabilities at one position at a time, in `Double`; the buffer is used again for every position.
struct Softmax {
  private(set) var probabilities: [Double]
  /// `ln Σ exp(z)`.
  private(set) var logSum = 0.0

  init(classCount: Int) { probabilities = [Double](repeating: 0, count: classCount) }

  /// Reads one logit a class, `stride` apart, from `first` on.
  mutating func load(_ logits: UnsafeBufferPointer<Float>, first: Int, stride: Int) {
    var largest = -Double.infinity
    for index in probabilities.indices { largest = max(largest, Double(logits[first + index * stride])) }
    var total = 0.0
    for index in probabilities.indices {
      let power = exp(Double(logits[first + index * stride]) - largest)
      probabilities[index] = power
      total += power
    }
    for index in probabilities.indices { probabilities[index] /= total }
    logSum = largest + log(total)
  }
}

/// `1 / (1 + exp(−z))` without overflow.
func sigmoid(_ z: Double) -> Double {
  let power = exp(-abs(z))
  return z >= 0 ? 1 / (1 + power) : power / (1 + power)
}
