public import ArgumentParser
import Attacks
import Tensors
import Training

/// Training against attacks.
struct AdversarialOptions: ParsableArguments {
  @Option(help: "Train against attacks: pgd, segpgd (masks), trades or one-step.") var adversarial:
    AdversarialTraining.Method?
  @Option(help: "With --adversarial: linf or l2.") var norm: Norm = .linf
  @Option(help: "With --adversarial: the largest norm of a perturbation; 8/255 is a number.") var size: NumberText?
  @Option(help: "With --adversarial: gradient steps; by default 7, for segpgd 3, for trades 10.") var steps: Int?
  @Option(name: .customLong("step-size"), help: "With --adversarial: length of a step.") var stepSize: NumberText?
  @Option(help: "With --adversarial: where perturbations may go; padding trains against padding attacks.")
  var region = "all"
  @Option(name: .customLong("trades-weight"), help: "Weight of TRADES' divergence.") var tradesWeight = 6.0

  func validate() throws {
    if adversarial != nil, size == nil { throw ValidationError("--adversarial needs --size, such as 8/255") }
    if adversarial == nil, size != nil || steps != nil || stepSize != nil || region != "all" {
      throw ValidationError("--size, --steps, --step-size and --region need --adversarial")
    }
    do {
      _ = try RegionSpecification(parsing: region)
      try training?.check()
    } catch { throw ValidationError("\(error)") }
  }

  var training: AdversarialTraining? {
    guard let adversarial, let size else { return nil }
    return AdversarialTraining(
      adversarial, norm: norm, size: size.value, steps: steps, stepSize: stepSize?.value, region: region,
      divergenceWeight: tradesWeight)
  }
}

extension AdversarialTraining.Method: ExpressibleByArgument {}
