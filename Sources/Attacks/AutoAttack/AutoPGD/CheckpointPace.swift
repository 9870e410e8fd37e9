/// The step size of APGD: it halves at checkpoints where too few steps paid, or where nothing was gained though it had not
/// just been halved (conditions 1 and 2 of arXiv:2003.01690, §3.1).
///
/// Checkpoints lie at the shares `p₀ = 0`, `p₁ = 0.22`, `p_{j+1} = p_j + max(p_j − p_{j−1} − 0.03, 0.06)` of the steps. With
/// other numbers of steps than 100 the authors' program rounds each of the three shares down, to one step at least, and so
/// looks more often than the paper's formula says; it also halves where exactly three quarters of the steps paid. Both are
/// followed here, since it is what robust accuracies are compared with.
package struct CheckpointPace {
  package private(set) var size: Float
  private let checkpoints: [Int]
  private var last = 0
  private var rises = 0
  private var lossAtLast: Double
  private var halvedAtLast = true

  /// More than this share of the steps must raise the loss.
  private static let neededShare = 0.75

  package init(size: Float, steps: Int, loss: Double) {
    self.size = size
    lossAtLast = loss
    checkpoints = Self.checkpoints(of: steps)
  }

  /// After which steps the size is looked at: of 100 after 22, 41, 57, 70, 80, 87, 93 and 99.
  package static func checkpoints(of steps: Int) -> [Int] {
    let (shrinkage, least) = (max(3 * steps / 100, 1), max(6 * steps / 100, 1))
    var length = max(22 * steps / 100, 1)
    var (places, next) = ([Int](), length)
    while next <= steps {
      places.append(next)
      length = max(length - shrinkage, least)
      next += length
    }
    return places
  }

  mutating func halve() { size /= 2 }

  /// Takes note of a step; whether it is time to halve, and to go back to the best point.
  package mutating func halves(after step: Int, rose: Bool, best: Double) -> Bool {
    if rose { rises += 1 }
    guard checkpoints.contains(step), step > last else { return false }
    let paidTooSeldom = Double(rises) <= Self.neededShare * Double(step - last)
    let gainedNothing = !halvedAtLast && best <= lossAtLast
    halvedAtLast = paidTooSeldom || gainedNothing
    (last, rises, lossAtLast) = (step, 0, best)
    if halvedAtLast { halve() }
    return halvedAtLast
  }
}
