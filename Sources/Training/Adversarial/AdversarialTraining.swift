public import Attacks
internal import Tensors

/// Training on inputs that an attacker has changed, so that the network holds against such changes.
///
/// | method | what is learned from | source |
/// |---|---|---|
/// | `pgd` | the loss of examples perturbed by projected gradient steps | Madry et al., 2018, arXiv:1706.06083 |
/// | `trades` | the loss of clean examples, plus β times the divergence of the perturbed ones' prediction from theirs | Zhang et al., 2019, arXiv:1901.08573 |
/// | `segpgd` | as `pgd`; the attacker's loss spares pixels that are wrong already (`SegPGDLoss`) | Gu et al., 2022, arXiv:2207.12391 |
/// | `one-step` | as `pgd`, with one step of 1.25 times the size from a random point | Wong, Rice, Kolter, 2020, arXiv:2001.03994 |
///
/// Perturbations are found against the network in evaluation form (running statistics, no dropout) after each update, from
/// a random point of the budget; the last point counts, not the best. They stay in the size, in the bounds and in the
/// region, which is resolved for each example from its frames as augmented: `padding` trains against padding attacks.
public struct AdversarialTraining: Sendable, Codable, Equatable {
  public enum Method: String, Sendable, Codable, CaseIterable {
    case pgd, segPGD = "segpgd", trades, oneStep = "one-step"
  }

  public var method: Method
  public var norm: Norm
  /// The largest norm of a perturbation, in model-input units.
  public var size: Float
  public var steps: Int
  /// Linf: how far each element moves a step; L2: how long a step is.
  public var stepSize: Float
  /// A region expression: "all", "padding", "frames:3-9".
  public var region: String
  /// β of TRADES.
  public var divergenceWeight: Double

  /// Usual numbers where none are given.
  ///
  /// Steps: 7 (`pgd`), 3 (`segpgd`, as SegPGD3-AT) or 10 (`trades`), `one-step` has one. Step size: 2.5 sizes spread over the steps (Madry), 1.25 sizes
  /// for `one-step`.
  public init(
    _ method: Method, norm: Norm = .linf, size: Float, steps: Int? = nil, stepSize: Float? = nil,
    region: String = "all", divergenceWeight: Double = 6
  ) {
    self.method = method
    self.norm = norm
    self.size = size
    self.region = region
    self.divergenceWeight = divergenceWeight
    let count = method == .oneStep ? 1 : steps ?? method.usualSteps
    self.steps = count
    self.stepSize = stepSize ?? (method == .oneStep ? 1.25 * size : 2.5 * size / Float(max(count, 1)))
  }

  /// - Throws: `TrainingError` for numbers that make no sense, or a region that cannot be read.
  public func check() throws(TrainingError) {
    guard size >= 0, size.isFinite, steps >= 1, size == 0 || (stepSize > 0 && stepSize.isFinite), divergenceWeight >= 0
    else {
      throw TrainingError(
        "adversarial training", "size \(size), \(steps) steps of \(stepSize), weight \(divergenceWeight)",
        remedy: "sizes and steps must be positive numbers")
    }
    do { _ = try RegionSpecification(parsing: region) } catch {
      throw TrainingError("region '\(region)'", "\(error)", remedy: "see chaff attack radar --help")
    }
  }
}

extension AdversarialTraining.Method {
  var usualSteps: Int {
    switch self {
    case .pgd: 7
    case .segPGD: 3
    case .trades: 10
    case .oneStep: 1
    }
  }
}
