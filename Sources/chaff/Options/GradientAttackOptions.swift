public import ArgumentParser
public import Attacks

/// The attack on a classifier and how large it may be.
struct GradientAttackOptions: ParsableArguments {
  enum Method: String, CaseIterable, ExpressibleByArgument { case fgsm, bim, pgd }

  @Option(help: "fgsm, bim or pgd.") var attack: Method = .pgd
  @Option(help: "How the perturbation is measured: linf or l2.") var norm: Norm = .linf
  @Option(help: "The largest norm of the perturbation, in the model's input units; 8/255 is a number.")
  var size: NumberText
  @Option(help: "Gradient steps.") var steps = 20
  @Option(name: .customLong("step-size"), help: "Length of a step; by default a quarter of the size (PGD, BIM).")
  var stepSize: NumberText?
  @Option(help: "Random starts of PGD; the best attempt counts.") var restarts = 1
  @Option(help: "Loss: \(ClassificationLoss.allCases.map(\.rawValue).joined(separator: ", ")).")
  var loss: ClassificationLoss = .crossEntropy
  @Option(help: "Reach this class (name or number) rather than any wrong one.") var target: String?

  func validate() throws {
    guard size.value >= 0 else { throw ValidationError("--size must not be negative, is \(size.text)") }
    if let stepSize, stepSize.value <= 0 { throw ValidationError("--step-size must be positive, is \(stepSize.text)") }
    guard (1...1_000_000).contains(steps) else { throw ValidationError("--steps must be at least 1, is \(steps)") }
    guard (1...10_000).contains(restarts) else {
      throw ValidationError("--restarts must be at least 1, is \(restarts)")
    }
    if restarts > 1, attack != .pgd {
      throw ValidationError("--restarts needs --attack pgd: only PGD starts at random")
    }
  }

  func attack(within bounds: ClosedRange<Float>, seed: UInt64) -> GradientAttack {
    let budget = Budget(norm: norm, size: size.value, bounds: bounds)
    return switch attack {
    case .fgsm: .fgsm(budget: budget, loss: loss)
    case .bim: .bim(budget: budget, steps: steps, stepSize: stepSize?.value, loss: loss)
    case .pgd:
      .pgd(budget: budget, steps: steps, stepSize: stepSize?.value, restarts: restarts, loss: loss, seed: seed)
    }
  }
}

extension Norm: ExpressibleByArgument {}

extension NumberText: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}
