internal import Attacks
internal import Tensors

/// Whether attacks on a handful of samples behave as attacks must.
struct AttackProbe {
  let victim: any Victim
  /// Those that the victim gets right.
  let samples: [ClassificationSample]
  let budget: Budget
  let seed: UInt64

  /// Draws of noise for each sample; the paper asks for 10,000 and more.
  static let draws = 32
  /// What convergence compares with twice as many.
  static let steps = 20

  func checks() throws -> [SanityCheck] {
    let names = ["unbounded attack", "convergence", "noise baseline", "size 0"]
    guard !samples.isEmpty else {
      return names.map {
        SanityCheck(
          name: $0, verdict: .notApplicable,
          words: "None of the samples looked at is classified rightly: nothing to attack.")
      }
    }
    let climb = try hasGradients && !confined.isEmpty ? climb() : nil
    return [try unbounded(), convergence(climb), try noise(climb), try zeroSize()]
  }

  private var hasGradients: Bool { victim.access >= .gradients }
  /// Samples whose region leaves something to change.
  private var confined: [ClassificationSample] { samples.filter { !$0.region.isEmpty } }

  private func run(
    _ attack: any ClassificationAttack, on samples: [ClassificationSample], everywhere: Bool = false
  ) throws -> [Outcome] {
    let problems = samples.enumerated().map { index, sample in
      AttackProblem(
        id: "probe \(index)", clean: sample.input, region: everywhere ? .all(sample.input.shape) : sample.region,
        goal: .untargeted(label: sample.label))
    }
    return try attack.run(problems, against: victim, control: AttackControl(batchSize: max(samples.count, 1)))
  }

  private func blind(_ name: String) -> SanityCheck {
    SanityCheck(
      name: name, verdict: .notApplicable, words: "Of this victim only \(victim.access) are known, no gradients.")
  }

  // MARK: No limit

  /// From the clean input, so that gradients alone can lead away: a random point of the whole range is another input.
  private func unbounded() throws -> SanityCheck {
    let name = "unbounded attack"
    guard hasGradients else { return blind(name) }
    let width = budget.bounds.upperBound - budget.bounds.lowerBound
    let outcomes = try run(
      GradientAttack.bim(budget: Budget(norm: .linf, size: width, bounds: budget.bounds), steps: 40), on: samples,
      everywhere: true)
    let left = outcomes.count { !$0.succeeded }, vanished = outcomes.count { $0.gradientVanished }
    let classes = victim.outputShape[0]
    let isAboveChance = left * classes > outcomes.count
    return SanityCheck(
      name: name, verdict: isAboveChance ? .fail : .pass,
      words:
        "With every element free to take any value of the bounds, \(left) of \(outcomes.count) samples withstand 40 "
        + "steps; chance is one in \(classes). The gradient was exactly zero on the way of \(vanished). "
        + (isAboveChance
          ? "No victim withstands that: its gradients mislead (masked gradients), or the bounds are not those of its input."
          : "Gradients lead to wherever the victim errs."))
  }

  // MARK: Convergence

  /// Twice the steps in one run: a sample that falls within the first half would have fallen with half of them, because
  /// steps and random starts are the same.
  private func climb() throws -> [Outcome]? {
    guard budget.size > 0 else { return nil }
    return try run(
      GradientAttack.pgd(budget: budget, steps: 2 * Self.steps, stepSize: budget.size / 4, seed: seed), on: confined)
  }

  private func convergence(_ climb: [Outcome]?) -> SanityCheck {
    let name = "convergence"
    guard hasGradients else { return blind(name) }
    guard let climb else {
      return SanityCheck(name: name, verdict: .notApplicable, words: "The budget or every region is empty.")
    }
    let vanished = climb.count { $0.gradientVanished && !$0.succeeded }
    guard vanished < climb.count else {
      return SanityCheck(
        name: name, verdict: .notApplicable,
        words: "The gradient vanished in all \(climb.count) samples: there is nothing that could converge.")
    }
    let all = climb.count { $0.succeeded }
    let early = climb.count { $0.succeeded && $0.iterations <= Self.steps }
    let isMore = all - early > max(1, climb.count / 100)
    return SanityCheck(
      name: name, verdict: isMore ? .warn : .pass,
      words: "PGD at \(size) breaks \(early) of \(climb.count) samples with \(Self.steps) steps and \(all) with "
        + "\(2 * Self.steps). "
        + (isMore
          ? "It has not converged: use more steps, until twice as many change nothing."
          : "That is at most one sample or one in a hundred: the steps suffice."))
  }

  private var size: String { "\(budget.norm.rawValue) \(Double(budget.size).brief)" }

  // MARK: Noise

  private func noise(_ climb: [Outcome]?) throws -> SanityCheck {
    let name = "noise baseline"
    guard budget.norm != .l0, budget.size > 0, !confined.isEmpty else {
      return SanityCheck(
        name: name, verdict: .notApplicable, words: "No noise has this budget (\(size)), or every region is empty.")
    }
    let outcomes = try run(
      NoiseAttack(settings: NoiseSettings(budget: budget, draws: Self.draws, seed: seed)), on: confined)
    let broken = outcomes.count { $0.succeeded }, asked = outcomes.reduce(0) { $0 + $1.iterations }
    let masked = climb.map { zip(outcomes, $0).count { $0.succeeded && !$1.succeeded } } ?? 0
    let isMuch = 2 * broken > outcomes.count
    return SanityCheck(
      name: name, verdict: masked > 1 ? .fail : masked == 1 || isMuch ? .warn : .pass,
      words:
        "Gaussian noise of \(size) misleads the victim on \(broken) of \(outcomes.count) samples, with \(asked) draws "
        + "in all, at most \(Self.draws) a sample (10,000 and more would be needed to call it robust to noise). "
        + (climb == nil ? "" : "\(masked) of them withstand PGD. ")
        + (masked > 0
          ? "Noise must not find what gradients miss: they are masked."
          : isMuch
            ? "Noise alone is enough: at this size there is no robustness to measure."
            : "Gradients find more than chance."))
  }

  // MARK: Size 0

  private func zeroSize() throws -> SanityCheck {
    let nothing = Budget(norm: budget.norm == .l0 ? .linf : budget.norm, size: 0, bounds: budget.bounds)
    var attacks: [any ClassificationAttack] = [NoiseAttack(settings: NoiseSettings(budget: nothing))]
    if hasGradients { attacks.append(GradientAttack.pgd(budget: nothing, seed: seed)) }
    let changed = try attacks.reduce(0) { sum, attack in
      sum + zip(samples, try run(attack, on: samples, everywhere: true)).count { !$0.input.hasSameBits($1.adversarial) }
    }
    return SanityCheck(
      name: "size 0", verdict: changed == 0 ? .pass : .fail,
      words:
        "With a budget of 0, \(attacks.count) attacks changed \(changed) of \(samples.count) inputs each, compared bit "
        + "by bit. " + (changed == 0 ? "Nothing is changed in passing." : "This build's attacks are broken: report it.")
    )
  }
}

extension Tensor {
  func hasSameBits(_ other: Tensor) -> Bool {
    shape == other.shape && zip(scalars, other.scalars).allSatisfy { $0.bitPattern == $1.bitPattern }
  }
}
