import Attacks
import Tensors

/// A random linear classifier and an input that it assigns to class 0 by a known margin, away from the bounds 0...1.
struct LinearQueryCase {
  let victim: SampleVictim
  let problem: AttackProblem
  /// For each other class, by how much class 0 leads, and the weights (0 outside the region) that lower that.
  private let rivals: [(lead: Double, weights: [Double])]

  init(seed: UInt64, count: Int = 16, classes: Int = 2, masked: Bool = false, lead: Double = 0.3) {
    var stream = RandomStream(seed: seed)
    let weights = (0..<classes).map { _ in (0..<count).map { _ in stream.nextGaussian() } }
    let clean = (0..<count).map { _ in 0.4 + 0.2 * stream.nextUniform() }
    let region = Region((0..<count).map { masked && $0 % 3 == 0 ? 0 : 1 })
    let raw = weights.map { row in zip(row, clean).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } }
    // Class k trails class 0 by k times the lead.
    let bias = raw.enumerated().map { Float(-$1 - Double($0) * lead) }
    victim = .linear(weights, bias: bias)
    problem = AttackProblem(
      id: "linear \(seed)", clean: vector(clean), region: region, goal: .untargeted(label: 0))
    rivals = (1..<classes).map { rival in
      let difference = (0..<count).map { index in
        region.allowed[index] ? Double(weights[rival][index]) - Double(weights[0][index]) : 0
      }
      let gap = zip(difference.indices, clean).reduce(0.0) {
        $0 + (Double(weights[0][$1.0]) - Double(weights[rival][$1.0])) * Double($1.1)
      }
      return (gap + Double(bias[0]) - Double(bias[rival]), difference)
    }
  }

  private static func dual(_ weights: [Double], of norm: Norm) -> Double {
    switch norm {
    case .linf: weights.reduce(0) { $0 + abs($1) }
    case .l2: weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
    case .l1, .l0: weights.reduce(0) { max($0, abs($1)) }
    }
  }

  /// The distance to the nearest decision boundary, over the allowed elements.
  func distance(_ norm: Norm) -> Double {
    rivals.map { $0.lead / Self.dual($0.weights, of: norm) }.min() ?? .infinity
  }

  /// How much a perturbation of a size can raise the margin at most; for two classes.
  func largestGain(_ norm: Norm, size: Float) -> Double { Double(size) * Self.dual(rivals[0].weights, of: norm) }

  var margin: Double { -(rivals.map(\.lead).min() ?? 0) }

  /// The share of what can be gained that an attack of a fixed size gains; for two classes.
  func gainedShare(_ outcome: Outcome, _ budget: Budget) -> Double {
    (Double(outcome.loss) - margin) / largestGain(budget.norm, size: budget.size)
  }

  /// How many times as long as the shortest perturbation one is.
  func ratio(_ outcome: Outcome, _ norm: Norm) -> Double {
    PerturbationNorms(clean: problem.clean, adversarial: outcome.adversarial)(norm) / distance(norm)
  }
}
