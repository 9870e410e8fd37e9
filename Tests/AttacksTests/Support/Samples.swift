import Attacks
import Tensors

func vector(_ scalars: [Float]) -> Tensor { Tensor(shape: [scalars.count], scalars: scalars) }

extension Region {
  /// A region over a vector: 1 where it may change.
  init(_ flags: [Int]) { self.init(shape: [flags.count], allowed: flags.map { $0 != 0 }, name: "test") }
}

func problem(
  _ clean: [Float], away label: Int, region: Region? = nil, id: String = "sample"
) -> AttackProblem {
  AttackProblem(
    id: id, clean: vector(clean), region: region ?? .all([clean.count]), goal: .untargeted(label: label))
}

func problem(
  _ clean: [Float], to target: Int, label: Int? = nil, region: Region? = nil, id: String = "sample"
) -> AttackProblem {
  AttackProblem(
    id: id, clean: vector(clean), region: region ?? .all([clean.count]), goal: .targeted(class: target), label: label)
}

/// Whether two vectors agree within a tolerance.
func close(_ left: [Float], _ right: [Float], within tolerance: Float = 1e-5) -> Bool {
  left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= tolerance }
}

/// A budget with bounds wide enough not to matter, unless some are given.
func budget(_ norm: Norm, _ size: Float, _ bounds: ClosedRange<Float>? = nil) -> Budget {
  Budget(norm: norm, size: size, bounds: bounds ?? -10...10)
}

/// PGD that goes on after success, towards the optimum.
func searching(_ norm: Norm, _ size: Float, bounds: ClosedRange<Float>? = nil) -> GradientAttack {
  var attack = GradientAttack.pgd(budget: budget(norm, size, bounds), steps: 60, loss: .margin, seed: 3)
  var settings = attack.settings
  settings.stopsOnSuccess = false
  attack = GradientAttack(name: "pgd", settings: settings)
  return attack
}

/// Samples in [0, 1] whose regions all differ, for the curved victim.
func manyProblems(_ count: Int) -> [AttackProblem] {
  var stream = RandomStream(seed: 11)
  return (0..<count).map { index in
    problem(
      (0..<6).map { _ in stream.nextUniform() }, away: 0,
      region: Region((0..<6).map { $0 == index % 6 ? 0 : 1 }), id: "sample \(index)")
  }
}

/// Not linear, so that different points have different gradients.
var curved: SampleVictim {
  SampleVictim(
    inputShape: [6], outputShape: [3],
    answer: { x in [2.2 + x[0] * x[1] - x[2], x[3] * x[3] + x[4], x[5] * x[2] + x[1]] },
    pullback: { x, c in
      [
        c[0] * x[1], c[0] * x[0] + c[2], -c[0] + c[2] * x[5], 2 * c[1] * x[3], c[1], c[2] * x[2],
      ]
    })
}
