import Attacks
import Evaluation
import Tensors
import Testing

@Suite struct SanityProbeTests {
  private func verdicts(_ probe: SanityProbe) throws -> [String: SanityCheck.Verdict] {
    Dictionary(try probe.checks().map { ($0.name, $0.verdict) }) { first, _ in first }
  }

  /// A victim that counts single samples for itself.
  private final class Counter: Victim {
    let inner: any Victim
    var forwards = 0, backwards = 0
    init(_ inner: any Victim) { self.inner = inner }
    var inputShape: [Int] { inner.inputShape }
    var outputShape: [Int] { inner.outputShape }

    func logits(of inputs: Tensor) throws -> Tensor {
      forwards += inputs.batchCount
      return try inner.logits(of: inputs)
    }

    func logitsAndGradient(
      at inputs: Tensor, cotangent: (Tensor) throws -> Tensor
    ) throws -> (logits: Tensor, gradient: Tensor) {
      forwards += inputs.batchCount
      backwards += inputs.batchCount
      return try inner.logitsAndGradient(at: inputs, cotangent: cotangent)
    }
  }

  @Test func theChecksHaveTheirNamesAndOrder() throws {
    #expect(
      try GalleryRun(.honest).probe.checks().map(\.name) == [
        "determinism", "batch independence", "gradient check", "probabilities", "logit precision", "softmax saturation",
        "gradient signal", "random directions", "unbounded attack", "convergence", "noise baseline", "size 0",
        "known-weak victim", "cost of the probe",
      ])
  }

  @Test(arguments: [Gallery.honest, .quantised, .deadUnits]) func theCostIsCountedAndBounded(exhibit: Gallery) throws {
    let plain = try GalleryRun(exhibit).probe
    let counter = Counter(plain.victim)
    let probe = SanityProbe(
      victim: counter, samples: plain.samples, bounds: plain.bounds, seed: 2, budget: plain.budget)
    let words = try probe.checks().last?.words ?? ""
    let limit = SanityProbe.costLimit(samples: 8)
    #expect(counter.forwards <= limit.forwards && counter.backwards <= limit.backwards)
    #expect(words.contains("\(counter.forwards) forward and \(counter.backwards) backward"))
  }

  @Test func whatNeedsGradientsIsLeftOutWithoutThem() throws {
    let verdicts = try verdicts(GalleryRun(.scoresOnly).probe)
    for name in ["gradient check", "gradient signal", "random directions", "unbounded attack", "convergence"] {
      #expect(verdicts[name] == .notApplicable)
    }
    for name in ["determinism", "probabilities", "softmax saturation", "noise baseline", "size 0"] {
      #expect(verdicts[name] == .pass)
    }
  }

  @Test func decisionsAloneSayNothingAboutLogits() throws {
    let plain = try GalleryRun(.honest).probe
    let victim = Disguise(plain.victim, access: .decisions)
    let verdicts = try verdicts(SanityProbe(victim: victim, samples: plain.samples, bounds: 0...1))
    #expect(verdicts["probabilities"] == .notApplicable && verdicts["noise baseline"] == .pass)
  }

  @Test func theSameSeedGivesTheSameChecks() throws {
    let probe = try GalleryRun(.frozenNoise).probe
    #expect(try probe.checks() == probe.checks())
  }

  @Test func onlySoManySamplesAreLookedAt() throws {
    let plain = try GalleryRun(.honest).probe
    #expect(
      SanityProbe(victim: plain.victim, samples: plain.samples, bounds: 0...1, limit: 2).samples.count == 2)
  }

  @Test func samplesThatDoNotFitAreLeftOut() throws {
    let plain = try GalleryRun(.honest).probe
    let wild = ClassificationSample(input: Tensor(repeating: 7, shape: [1, 6, 6]), label: 0)
    let flat = ClassificationSample(input: Tensor(repeating: 0.5, shape: [36]), label: 0)
    let none = SanityProbe(victim: plain.victim, samples: [wild, flat], bounds: 0...1)
    #expect(try none.checks().map(\.verdict) == [.notApplicable])
    let some = SanityProbe(victim: plain.victim, samples: [wild] + plain.samples, bounds: 0...1)
    #expect(try verdicts(some)["unbounded attack"] == .pass)
    #expect(try SanityProbe(victim: plain.victim, samples: [], bounds: 0...1).checks().count == 1)
  }

  @Test func withoutARightPredictionThereIsNothingToAttack() throws {
    let plain = try GalleryRun(.honest).probe
    var wrong = plain.samples
    for index in wrong.indices { wrong[index].label = index % 2 == 0 ? 99 : (wrong[index].label + 1) % 4 }
    let verdicts = try verdicts(SanityProbe(victim: plain.victim, samples: wrong, bounds: 0...1))
    #expect(verdicts["unbounded attack"] == .notApplicable && verdicts["size 0"] == .notApplicable)
  }

  @Test(arguments: [Budget(norm: .l0, size: 3, bounds: 0...1), Budget(norm: .l2, size: 0, bounds: 0...1)])
  func budgetsThatNoiseDoesNotHave(budget: Budget) throws {
    let plain = try GalleryRun(.honest).probe
    let probe = SanityProbe(victim: plain.victim, samples: plain.samples, bounds: 0...1, budget: budget)
    #expect(try verdicts(probe)["noise baseline"] == .notApplicable)
  }

  @Test func anEmptyRegionLeavesOutWhatNeedsOne() throws {
    let plain = try GalleryRun(.honest).probe
    var samples = plain.samples
    let nothing = Region(shape: [1, 6, 6], allowed: [Bool](repeating: false, count: 36), name: "nothing")
    for index in samples.indices { samples[index].region = nothing }
    let verdicts = try verdicts(SanityProbe(victim: plain.victim, samples: samples, bounds: 0...1))
    #expect(verdicts["convergence"] == .notApplicable && verdicts["unbounded attack"] == .pass)
  }

  // MARK: The bundled victim

  @Test func theProgramsAttacksWorkOnTheWeakVictim() throws {
    #expect(try WeakVictimTrial().check().verdict == .pass)
  }

  /// Returns the clean input, and claims what it is told to.
  private struct Idle: ClassificationAttack {
    let name = "idle"
    let claims: Bool

    func run(
      _ problems: [AttackProblem], against victim: any Victim, control: AttackControl
    ) throws -> [Outcome] {
      problems.map {
        Outcome(adversarial: $0.clean, succeeded: claims, loss: 0, forwards: 0, backwards: 0, iterations: 0)
      }
    }
  }

  @Test(arguments: [true, false]) func anAttackThatDoesNothingIsSeenOnTheWeakVictim(claims: Bool) throws {
    let check = try WeakVictimTrial { _ in [Idle(claims: claims)] }.check()
    #expect(check.verdict == .fail)
    #expect(check.words.contains(claims ? "2 claim to" : "(not: idle linf, idle l2)"))
  }
}
