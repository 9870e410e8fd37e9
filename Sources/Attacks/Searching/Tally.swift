/// What a search has found and spent on one sample.
public struct Tally: Sendable {
  /// The best point so far: the best success or, while there is none, the failure with the largest loss.
  public var best: [Float]
  public var bestLoss = -Double.infinity
  /// The norm of the best success, where that is what counts; infinite while there is none.
  public var bestLength = Double.infinity
  public var bestRestart = 0
  public var succeeded = false
  public var forwards = 0
  public var backwards = 0
  public var iterations = 0
  public var gradientVanished = false
  public var numericalTrouble = false
  /// Whether the clean input was offered.
  public var sawClean = false

  init(clean: [Float]) { best = clean }

  /// Counts what another search on the sample spent, and what was wrong there.
  mutating func addCosts(of other: Tally) {
    forwards += other.forwards
    backwards += other.backwards
    iterations += other.iterations
    gradientVanished = gradientVanished || other.gradientVanished
    numericalTrouble = numericalTrouble || other.numericalTrouble
    sawClean = sawClean || other.sawClean
  }

  /// Takes the best point of another search on the sample for its own.
  mutating func takeBest(of other: Tally) {
    (best, bestLoss, bestLength) = (other.best, other.bestLoss, other.bestLength)
    (bestRestart, succeeded) = (other.bestRestart, other.succeeded)
  }
}
