/// The step size of APGD: it halves at checkpoints where too few steps paid, or where nothing was gained though it had not
/// just been halved (conditions 1 and 2 of arXiv:2003.01690, §3.1).
///
/// Checkpoints lie at the shares `p₀ = 0`, `p₁ = 0.22`, `p_{j+1} = p_j + max(p_j − p_{j−1} − 0.03, 0.06)` of the steps,
/// rounded up.
package struct CheckpointPace {
  package private(set) var size: Float
  private let checkpoints: [Int]
  private var last = 0
  private var rises = 0
  private var lossAtLast: Double
  private var halvedAtLast = true

  /// The share of steps that must raise the loss.
  private static let neededShare = 0.75

  package init(size: Float, steps: Int, loss: Double) {
    self.size = size
    lossAtLast = loss
    checkpoints = Self.percentages.map { ($0 * steps + 99) / 100 }
  }

  /// The shares in hundredths: 22, 41, 57, 70, 80, 87, 93, 99.
  package static var percentages: [Int] {
    var (shares, length) = ([22], 22)
    while true {
      length = max(length - 3, 6)
      let next = shares[shares.count - 1] + length
      if next > 100 { return shares }
      shares.append(next)
    }
  }

  mutating func halve() { size /= 2 }

  /// Takes note of a step; whether it is time to halve, and to go back to the best point.
  package mutating func halves(after step: Int, rose: Bool, best: Double) -> Bool {
    if rose { rises += 1 }
    guard checkpoints.contains(step), step > last else { return false }
    let paidTooSeldom = Double(rises) < Self.neededShare * Double(step - last)
    let gainedNothing = !halvedAtLast && best <= lossAtLast
    halvedAtLast = paidTooSeldom || gainedNothing
    (last, rises, lossAtLast) = (step, 0, best)
    if halvedAtLast { halve() }
    return halvedAtLast
  }
}
