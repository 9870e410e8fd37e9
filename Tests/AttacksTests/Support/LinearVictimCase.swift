import Attacks
import Tensors

/// A random linear classifier and a sample of it, with the best that any attack can reach: computed here from the
/// weights, in `Double`, by other means than the attacks'.
///
/// With `a = w_l − w_y` over the allowed elements, class `l` gains at most `max a·d` over budget and bounds: a water level
/// for L2 and Linf, the steepest elements first for L1.
struct LinearVictimCase {
  let victim: SampleVictim
  let clean: [Float]
  let region: Region
  let bounds: ClosedRange<Float>
  /// For each class other than 0, the sample's own: how the difference to its logit grows, and how far it is behind.
  private let slopes: [[Double]]
  private let gaps: [Double]

  init(
    seed: UInt64, count: Int = 12, classes: Int = 2, bounds: ClosedRange<Float> = -10...10, region: Region? = nil,
    inputShape: [Int]? = nil
  ) {
    var stream = RandomStream(seed: seed)
    let region = region ?? .all([count])
    let weights = (0..<classes).map { _ in (0..<count).map { _ in stream.nextGaussian() } }
    clean = (0..<count).map { _ in stream.nextUniform() }
    gaps = (1..<classes).map { _ in 0.4 + 0.6 * Double(stream.nextUniform()) }
    (self.region, self.bounds) = (region, bounds)
    let scores = zip(weights, [[Float]](repeating: clean, count: classes)).map { row, clean in
      zip(row, clean).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    }
    let bias = zip(scores, [0] + gaps).map { Float(-$0 - $1) }
    victim = .linear(weights, bias: bias, inputShape: inputShape)
    slopes = (1..<classes).map { other in
      (0..<count).map { region.allowed[$0] ? Double(weights[other][$0]) - Double(weights[0][$0]) : 0 }
    }
  }

  var problem: AttackProblem { self.problem(.untargeted(label: 0)) }

  func problem(_ goal: ClassGoal) -> AttackProblem {
    AttackProblem(
      id: "linear", clean: Tensor(shape: victim.inputShape, scalars: clean),
      region: Region(shape: victim.inputShape, allowed: region.allowed, name: "test"), goal: goal, label: 0)
  }

  /// The largest margin of any wrong class over the budget.
  func bestMargin(_ norm: Norm, _ size: Double) -> Double {
    slopes.indices.map { gain(slopes[$0], norm, size) - gaps[$0] }.max() ?? 0
  }

  /// How far the margin can be raised above that of the clean input.
  func bestGain(_ norm: Norm, _ size: Double) -> Double { bestMargin(norm, size) + (gaps.min() ?? 0) }

  /// The norm of the shortest perturbation that leads to another class.
  func shortest(_ norm: Norm) -> Double {
    Self.root(of: { bestMargin(norm, $0) }, above: 0)
  }

  private func gain(_ slope: [Double], _ norm: Norm, _ size: Double) -> Double {
    let rooms = slope.indices.map { index in
      abs(Double(slope[index] > 0 ? bounds.upperBound : bounds.lowerBound) - Double(clean[index]))
    }
    let steepness = slope.map(abs)
    switch norm {
    case .linf: return zip(steepness, rooms).reduce(0) { $0 + $1.0 * min($1.1, size) }
    case .l1, .l0:
      var (left, sum) = (size, 0.0)
      for index in slope.indices.sorted(by: { steepness[$0] > steepness[$1] }) {
        sum += steepness[index] * min(left, rooms[index])
        left -= min(left, rooms[index])
      }
      return sum
    case .l2:
      let excess = { (scale: Double) in
        var square = -size * size
        for index in steepness.indices {
          let move = min(scale * steepness[index], rooms[index])
          square += move * move
        }
        return square
      }
      let scale = Self.root(of: excess, above: 0)
      return zip(steepness, rooms).reduce(0) { $0 + $1.0 * min(scale * $1.0, $1.1) }
    }
  }

  /// Where a growing function crosses 0; 10³ where it does not before.
  private static func root(of function: (Double) -> Double, above start: Double) -> Double {
    var (low, high) = (start, 1e3)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if function(middle) < 0 { low = middle } else { high = middle }
    }
    return high
  }
}
