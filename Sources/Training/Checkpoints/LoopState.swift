/// Where the loop is: the counters and running sums of a checkpoint.
struct LoopState: Codable, Equatable {
  /// Epochs that are done.
  var epoch = 0
  /// Steps done in the epoch that has begun, and in all.
  var stepInEpoch = 0
  var step = 0
  /// Sums over the epoch that has begun: of losses, scores and examples, of gradient norms (one a step), of seconds.
  var lossSum = 0.0
  var scoreSum = 0.0
  var exampleCount = 0
  var normSum = 0.0
  var seconds = 0.0
  var bestEpoch: Int?
  var bestScore: Double?
  var bestLoss: Double?

  /// Epochs since the best one.
  var epochsSinceBest: Int { epoch - (bestEpoch ?? 0) }

  /// Begins the next epoch.
  mutating func finishEpoch() {
    epoch += 1
    (stepInEpoch, lossSum, scoreSum, exampleCount, normSum, seconds) = (0, 0, 0, 0, 0, 0)
  }

  /// Whether a validation result beats the best so far: a higher score or, at the same score, a lower loss.
  func isBeaten(byScore score: Double, loss: Double) -> Bool {
    guard let bestScore else { return true }
    return score > bestScore || (score == bestScore && loss < bestLoss ?? .infinity)
  }
}
