public import Attacks
internal import Tensors

/// Checks of a victim before a run, on a handful of its samples: whether what attacks will measure can be believed.
///
/// | check | asks |
/// |---|---|
/// | determinism, batch independence, gradient check | see `VictimProbe` |
/// | probabilities, logit precision, softmax saturation | can a loss of these logits have a gradient? |
/// | gradient signal, random directions | does the gradient say where the logits change? |
/// | unbounded attack | do gradients lead to chance where nothing limits them? |
/// | convergence | do twice the steps find more? |
/// | noise baseline | does random noise find what gradients do not? |
/// | size 0 | does a budget of nothing change nothing, bit for bit? |
/// | known-weak victim | do the attacks work where the answer is known? |
///
/// Of a victim without gradients, what needs them is left out and says so. Sources: Carlini et al., 2019,
/// arXiv:1902.06705; Athalye et al., 2018, arXiv:1802.00420; Pintor et al., 2022, arXiv:2106.09947.
public struct SanityProbe {
  public let victim: any Victim
  /// Those looked at: the first few of those given.
  public let samples: [ClassificationSample]
  public let bounds: ClosedRange<Float>
  /// What convergence and noise are tried with.
  public let budget: Budget
  public let seed: UInt64

  /// - Parameters:
  ///   - victim: a classifier; one that shows no gradients is asked for none.
  ///   - samples: with the regions that the run's attacks may change.
  ///   - bounds: the values that an input element can take.
  ///   - seed: the run's.
  ///   - budget: the run's own; a twentieth of the bounds' width under Linf where nothing is said.
  ///   - limit: the most samples to look at, which is what bounds the cost.
  public init(
    victim: any Victim, samples: [ClassificationSample], bounds: ClosedRange<Float>, seed: UInt64 = 0,
    budget: Budget? = nil, limit: Int = 8
  ) {
    precondition(limit > 0, "SanityProbe: at least one sample, is \(limit)")
    self.victim = victim
    self.samples = Array(samples.prefix(limit))
    self.bounds = bounds
    self.seed = seed
    self.budget = budget ?? Budget(norm: .linf, size: (bounds.upperBound - bounds.lowerBound) / 20, bounds: bounds)
  }

  /// Makes every check.
  ///
  /// - Throws: what the victim throws.
  public func checks() throws -> [SanityCheck] {
    let counter = CountingVictim(victim)
    let fit = samples.filter { InputCheck(inputShape: victim.inputShape, bounds: bounds).complaint(about: $0) == nil }
    guard victim.outputShape.count == 1, victim.outputShape[0] > 1, !fit.isEmpty else {
      return [
        SanityCheck(
          name: "cost of the probe", verdict: .notApplicable,
          words: "None of \(samples.count) samples fits a classifier of these inputs and outputs: nothing was probed.")
      ]
    }
    let inputs = Tensor(batching: fit.map(\.input))
    var checks = try VictimProbe(victim: counter, inputs: inputs, bounds: bounds, seed: seed).checks()
    let logits = try counter.logits(of: inputs)
    checks += try LogitProbe(victim: counter, inputs: inputs, logits: logits).checks()
    checks += try GradientProbe(victim: counter, inputs: inputs, logits: logits, bounds: bounds, seed: seed).checks()
    let right = zip(fit, Prediction.classIndices(of: logits)).filter { $0.label == $1 }.map { $0.0 }
    checks += try AttackProbe(victim: counter, samples: right, budget: budget, seed: seed).checks()
    checks.append(try WeakVictimTrial().check())
    return checks + [cost(counter, samples: fit.count)]
  }

  /// The most forward and backward passes of one sample that the checks of so many samples ask of the victim.
  ///
  /// A sample: 8 forwards for `VictimProbe` and one more; 3 of each for the gradient's health; 41 and 40 each for the
  /// unbounded attack and for convergence; 33 forwards for noise; 2 for size 0. For three samples at most: 6 and 1 for
  /// the gradient check with its own forward, 24 and 1 for random directions.
  public static func costLimit(samples: Int) -> (forwards: Int, backwards: Int) {
    let few = min(3, samples)
    return (129 * samples + 32 * few, 83 * samples + 2 * few)
  }

  private func cost(_ counter: CountingVictim, samples: Int) -> SanityCheck {
    let limit = Self.costLimit(samples: samples)
    return SanityCheck(
      name: "cost of the probe", verdict: .pass,
      words: "These checks asked for \(counter.forwards) forward and \(counter.backwards) backward passes of single "
        + "samples, over \(samples) samples; \(limit.forwards) and \(limit.backwards) are the most.")
  }
}

extension InputCheck {
  func complaint(about sample: ClassificationSample) -> String? {
    complaint(about: sample.input) ?? complaint(about: sample.region)
  }
}
