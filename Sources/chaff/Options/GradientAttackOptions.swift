public import ArgumentParser
public import Attacks

/// The attack on a classifier and how large it may be.
struct GradientAttackOptions: ParsableArguments {
  enum Method: String, CaseIterable, ExpressibleByArgument { case fgsm, bim, pgd, cw }

  @Option(help: "fgsm, bim (I-FGS), pgd or cw (Carlini and Wagner, L2).") var attack: Method = .pgd
  @Option(help: "How the perturbation is measured: linf or l2; cw is l2.") var norm: Norm?
  @Option(
    help: """
      The largest norm of the perturbation, in the model's input units; 8/255 is a number. With cw: the longest that \
      counts as a success; by default any.
      """)
  var size: NumberText?
  @Option(help: "Gradient steps; with cw for each constant. By default 20, with cw 200.") var steps: Int?
  @Option(name: .customLong("step-size"), help: "Length of a step; by default a quarter of the size (PGD, BIM).")
  var stepSize: NumberText?
  @Option(help: "Random starts of PGD; the best attempt counts.") var restarts = 1
  @Option(help: "Loss: \(ClassificationLoss.allCases.map(\.rawValue).joined(separator: ", ")); cw has its own.")
  var loss: ClassificationLoss = .crossEntropy
  @Option(help: "Reach this class (name or number) rather than any wrong one.") var target: String?
  @Option(help: "cw: by how much the wanted logit must lead.") var confidence: NumberText?
  @Option(help: "cw: how many constants are tried, tenfold and then by halves. By default 9.") var searches: Int?
  @Option(name: .customLong("learning-rate"), help: "cw: Adam's first rate. By default 0.01.")
  var learningRate: NumberText?

  func validate() throws {
    if let size, size.value < 0 { throw ValidationError("--size must not be negative, is \(size.text)") }
    if let stepSize, stepSize.value <= 0 { throw ValidationError("--step-size must be positive, is \(stepSize.text)") }
    if let steps, !(1...1_000_000).contains(steps) {
      throw ValidationError("--steps must be at least 1, is \(steps)")
    }
    guard (1...10_000).contains(restarts) else {
      throw ValidationError("--restarts must be at least 1, is \(restarts)")
    }
    if restarts > 1, attack != .pgd {
      throw ValidationError("--restarts needs --attack pgd: only PGD starts at random")
    }
    try attack == .cw ? validateCarliniWagner() : validateBudgeted()
  }

  private func validateCarliniWagner() throws {
    if norm == .linf { throw ValidationError("--attack cw makes the L2 norm small; leave --norm out or give l2") }
    if stepSize != nil { throw ValidationError("--attack cw has a --learning-rate and no --step-size") }
    if let confidence, confidence.value < 0 {
      throw ValidationError("--confidence must not be negative, is \(confidence.text)")
    }
    if let searches, !(1...100).contains(searches) {
      throw ValidationError("--searches must lie in 1...100, is \(searches)")
    }
    if let learningRate, learningRate.value <= 0 {
      throw ValidationError("--learning-rate must be positive, is \(learningRate.text)")
    }
  }

  private func validateBudgeted() throws {
    guard size != nil else { throw ValidationError("--size is missing: how large may the perturbation be?") }
    if confidence != nil || searches != nil || learningRate != nil {
      throw ValidationError("--confidence, --searches and --learning-rate need --attack cw")
    }
  }

  func attack(within bounds: ClosedRange<Float>, seed: UInt64) -> any BoundedAttack {
    attack == .cw ? carliniWagner(bounds) : gradientAttack(bounds, seed)
  }

  /// What a record's audit holds the answer to; for cw without a size the longest perturbation that there can be.
  func budget(within bounds: ClosedRange<Float>, elements: Int) -> Budget {
    let longest = (bounds.upperBound - bounds.lowerBound) * Float(elements).squareRoot()
    return Budget(norm: measure, size: size?.value ?? longest, bounds: bounds)
  }

  /// A size that limits nothing is seldom meant: 8 where 8/255 was.
  func sizeCaveat(within bounds: ClosedRange<Float>) -> String? {
    let width = bounds.upperBound - bounds.lowerBound
    guard let size, measure == .linf, size.value >= width else { return nil }
    return "The size \(size.text) is as large as the whole range of input values "
      + "(\(bounds.lowerBound) to \(bounds.upperBound)): it limits nothing. Levels of 8-bit values are written as 8/255."
  }

  var measure: Norm { attack == .cw ? .l2 : norm ?? .linf }

  private func gradientAttack(_ bounds: ClosedRange<Float>, _ seed: UInt64) -> GradientAttack {
    let budget = Budget(norm: measure, size: size?.value ?? 0, bounds: bounds)
    let steps = steps ?? 20
    return switch attack {
    case .fgsm: .fgsm(budget: budget, loss: loss)
    case .bim: .bim(budget: budget, steps: steps, stepSize: stepSize?.value, loss: loss)
    case .pgd, .cw:
      .pgd(budget: budget, steps: steps, stepSize: stepSize?.value, restarts: restarts, loss: loss, seed: seed)
    }
  }

  private func carliniWagner(_ bounds: ClosedRange<Float>) -> CarliniWagner {
    var settings = CarliniWagnerSettings(bounds: bounds, steps: steps ?? 200, largestNorm: size?.value)
    if let confidence { settings.confidence = confidence.value }
    if let searches { settings.searches = searches }
    if let learningRate { settings.learningRate = learningRate.value }
    return CarliniWagner(settings: settings)
  }
}

extension Norm: ExpressibleByArgument {}

extension NumberText: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}
