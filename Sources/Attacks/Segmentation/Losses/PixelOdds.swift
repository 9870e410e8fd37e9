internal import Foundation

/// One class of a pixel against all others together, in numbers that do not round to 0 while they are still there.
struct PixelOdds {
  /// `ln p_own`.
  let logProbability: Double
  /// `p_own`.
  let probability: Double

  /// Writes `e_own − p`, the derivative of `ln p_own`, into `slope`.
  ///
  /// `1 − p_own` is summed from the other classes; where even that underflows, it is taken as the least number there is,
  /// so that a network with scaled logits hides nothing.
  init(_ scores: UnsafeBufferPointer<Double>, own: Int, into slope: UnsafeMutableBufferPointer<Double>) {
    let largest = scores[Self.rival(of: own, scores)]
    var sum = 0.0
    for index in scores.indices where index != own {
      slope[index] = exp(scores[index] - largest)
      sum += slope[index]
    }
    // ln of the others' odds; its logistic function is their probability.
    let odds = log(sum) + largest - scores[own]
    let others = odds > 0 ? 1 / (1 + exp(-odds)) : exp(odds) / (1 + exp(odds))
    let missing = others.isNaN ? .nan : max(others, .leastNormalMagnitude)
    for index in scores.indices where index != own { slope[index] *= -missing / sum }
    slope[own] = missing
    logProbability = odds > 0 ? -odds - log1p(exp(-odds)) : -log1p(exp(odds))
    probability = exp(logProbability)
  }

  /// The strongest other class, the first of equals.
  static func rival(of own: Int, _ scores: UnsafeBufferPointer<Double>) -> Int {
    var best = own == 0 ? 1 : 0
    for index in scores.indices where index != own && scores[index] > scores[best] { best = index }
    return best
  }

  static func softmax(_ scores: UnsafeBufferPointer<Double>, into shares: UnsafeMutableBufferPointer<Double>) {
    var largest = -Double.infinity
    for score in scores { largest = max(largest, score) }
    var sum = 0.0
    for index in scores.indices {
      shares[index] = exp(scores[index] - largest)
      sum += shares[index]
    }
    for index in shares.indices { shares[index] /= sum }
  }
}
