import Attacks
import Tensors
import Testing

/// What every attack of the transfer, temporal, spatial and baseline families keeps, whatever it finds.
@Suite struct DomainInvariantTests {
  @Test(arguments: DomainAttack.indices)
  func neitherBatchesNorOrderNorNeighboursChangeAByte(index: Int) throws {
    let attack = DomainAttack.all(size: 0.08)[index].attack
    let problems = sequenceProblems(4)
    let together = try attack.run(problems, against: sequenceVictim)
    let others = try [
      problems.map { try attack.run([$0], against: sequenceVictim)[0] },
      attack.run(problems.reversed(), against: sequenceVictim, control: AttackControl(batchSize: 2)).reversed(),
    ]
    for other in others {
      #expect(other.map(\.adversarial) == together.map(\.adversarial), "\(attack.name)")
      #expect(other.map(\.forwards) == together.map(\.forwards))
      #expect(other.map(\.backwards) == together.map(\.backwards))
    }
  }

  @Test(arguments: DomainAttack.indices, [PerturbationDirection.either, .upwards])
  func budgetBoundsRegionAndDirectionHold(index: Int, direction: PerturbationDirection) throws {
    let subject = DomainAttack.all(size: 0.3)[index]
    let problems = sequenceProblems(4, direction: direction)
    let outcomes = try subject.attack.run(problems, against: sequenceVictim)
    let limits = subject.budget ?? Budget(norm: .linf, size: 1, bounds: 0...1)
    let found = try Verifier(budget: limits)(outcomes.map(\.adversarial), of: problems, against: sequenceVictim)
    #expect(found.allSatisfy { $0.constraints.isClean }, "\(subject): \(found.map(\.constraints))")
    #expect(found.map(\.succeeded) == outcomes.map(\.succeeded), "\(subject)")
    if direction == .either {
      #expect(found.contains { $0.constraints.norms.linf > 0 }, "\(subject) does nothing at all")
    } else {
      for (problem, outcome) in zip(problems, outcomes) {
        #expect(zip(problem.clean.scalars, outcome.adversarial.scalars).allSatisfy { $0 <= $1 }, "\(subject)")
      }
    }
  }

  @Test(arguments: DomainAttack.indices)
  func aSizeOfNothingChangesNoBit(index: Int) throws {
    let subject = DomainAttack.all(size: 0)[index]
    let problems = sequenceProblems(3).map { problem in
      var scalars = problem.clean.scalars
      (scalars[0], scalars[1]) = (-0.0, 1)
      return AttackProblem(
        id: problem.id, clean: Tensor(shape: sequenceShape, scalars: scalars), region: problem.region,
        goal: problem.aim.goal)
    }
    for (problem, outcome) in zip(problems, try subject.attack.run(problems, against: sequenceVictim)) {
      #expect(
        outcome.adversarial.scalars.map(\.bitPattern) == problem.clean.scalars.map(\.bitPattern), "\(subject)")
    }
  }

  @Test(arguments: DomainAttack.indices)
  func aVictimThatIgnoresTheRegionIsGivenUp(index: Int) throws {
    let subject = DomainAttack.all(size: 0.3)[index]
    let count = sequenceShape.product
    let weights = (0..<count).map { Float($0 % 2) }
    let victim = SampleVictim.linear(
      [weights, [Float](repeating: 0, count: count)], bias: [1, 0], inputShape: sequenceShape)
    let sample = AttackProblem(
      id: "blind", clean: Tensor(repeating: 0.5, shape: sequenceShape),
      region: Region(shape: sequenceShape, allowed: (0..<count).map { $0 % 2 == 0 }, name: "unseen"),
      goal: .untargeted(label: 0))
    let outcome = try subject.attack.run([sample], against: victim)[0]
    #expect(!outcome.succeeded && outcome.forwards <= 1000)
    // Smoothing and diversity carry gradients from outside the region into it: those attacks go on, to no avail.
    if !["di-fgsm", "ti-fgsm"].contains(subject.attack.name) {
      #expect(outcome.gradientVanished == subject.usesGradients, "\(subject)")
    }
  }

  @Test(arguments: DomainAttack.indices)
  func numbersThatAreNotFiniteTrapNothing(index: Int) throws {
    let subject = DomainAttack.all(size: 0.3)[index]
    for wrong in [Float.nan, .infinity] {
      let victim = SampleVictim(
        inputShape: sequenceShape, outputShape: [3], answer: { [wrong, $0[0], 0] },
        pullback: { input, _ in input.map { _ in wrong } })
      let outcomes = try subject.attack.run(sequenceProblems(3), against: victim)
      #expect(outcomes.allSatisfy { $0.adversarial.scalars.allSatisfy(\.isFinite) }, "\(subject)")
      let badGradients = SampleVictim(
        inputShape: sequenceShape, outputShape: [3], answer: { [1, $0[3], 0] },
        pullback: { input, c in input.indices.map { $0 % 2 == 0 ? wrong : c[0] } })
      let others = try subject.attack.run(sequenceProblems(3), against: badGradients)
      #expect(others.allSatisfy { $0.adversarial.scalars.allSatisfy(\.isFinite) }, "\(subject)")
    }
  }

  /// A random attack repeats itself byte for byte, and another seed does something else.
  @Test func theSeedDecidesAndNothingElse() throws {
    let limits = Budget(norm: .l2, size: 0.2, bounds: 0...1)
    let attacks: [(UInt64) -> any SampleAttack] = [
      { MomentumAttack.rfgsm(budget: limits, seed: $0) },
      {
        MomentumAttack.difgsm(budget: limits, diversity: InputDiversity(probability: 1, smallestShare: 0.4), seed: $0)
      },
      { MomentumAttack.vmifgsm(budget: limits, tuning: VarianceTuning(neighbours: 2), seed: $0) },
      { NoiseAttack(settings: NoiseSettings(budget: limits, draws: 3, seed: $0)) },
      { BaselineAttack(settings: BaselineSettings(baseline: .saltAndPepper, bounds: 0...1, draws: 1, seed: $0)) },
    ]
    let problems = sequenceProblems(3)
    for make in attacks {
      let runs = try [UInt64(1), 1, 2].map { try make($0).run(problems, against: sequenceVictim).map(\.adversarial) }
      #expect(runs[0] == runs[1], "\(make(1).name)")
      #expect(runs[0] != runs[2], "\(make(1).name)")
    }
  }

  @Test func whatNeedsNoGradientsRunsWithoutThem() throws {
    let victim = DecisionsOnly(sequenceVictim)
    for subject in DomainAttack.all(size: 0.1) {
      if subject.attack.needs == .decisions {
        let outcomes = try subject.attack.run(sequenceProblems(3), against: victim)
        #expect(outcomes.allSatisfy { $0.backwards == 0 })
      } else {
        #expect(throws: AttackError.self, "\(subject)") {
          try subject.attack.run(sequenceProblems(3), against: victim)
        }
      }
    }
  }

  @Test func anAxisThatTheInputDoesNotHaveIsSaid() throws {
    let limits = Budget(norm: .linf, size: 0.1, bounds: 0...1)
    let attacks: [any SampleAttack] = [
      FrameSparseAttack(settings: FrameSparseSettings(budget: limits, timeAxis: 4, frames: 1)),
      SmoothTimeAttack(settings: SmoothTimeSettings(budget: limits, timeAxis: 4)),
      TimeShiftAttack(bounds: 0...1, timeAxis: 4), FrameEditAttack(bounds: 0...1, timeAxis: 4),
      FramePatchAttack(settings: FramePatchSettings(bounds: 0...1, timeAxis: 4, side: 1)),
      FramePatchAttack(settings: FramePatchSettings(bounds: 0...1, timeAxis: 1, side: 4)),
    ]
    for attack in attacks {
      #expect(throws: AttackError.self, "\(attack.name)") {
        try attack.run(sequenceProblems(2), against: sequenceVictim)
      }
    }
  }

  @Test func wrongSettingsAreAllSaidAtOnce() throws {
    let limits = Budget(norm: .l0, size: .infinity, bounds: 0...1)
    let attacks: [(any SampleAttack, Int)] = [
      (
        FrameSparseAttack(
          settings: FrameSparseSettings(
            budget: limits, timeAxis: -1, frames: -1, steps: 0, stepSize: -1, rounds: 0)), 6
      ),
      (
        SmoothTimeAttack(
          settings: SmoothTimeSettings(budget: limits, timeAxis: -1, deviation: -1, steps: 0, stepSize: 0)), 6
      ),
      (TimeShiftAttack(bounds: 0...1, timeAxis: -1, largestShift: -1), 2),
      (FrameEditAttack(bounds: 0...1, timeAxis: -1, edits: -1, queries: 0), 3),
      (
        FramePatchAttack(
          settings: FramePatchSettings(
            bounds: 0...1, timeAxis: nil, side: -1, sharesContent: true, places: 0, steps: 0, stepShare: 0)), 5
      ),
      (
        SpatialAttack(
          settings: SpatialSettings(bounds: 0...1, largestShift: -1, shifts: 0, largestAngle: 181, angles: 0)), 3
      ),
      (NoiseAttack(settings: NoiseSettings(budget: limits, draws: 0)), 3),
      (
        BaselineAttack(
          settings: BaselineSettings(
            baseline: .blur, bounds: 0...1, draws: 0, steps: 0, bisections: -1, largestNorm: -1)), 4
      ),
    ]
    for (attack, count) in attacks {
      let error = #expect(throws: AttackError.self, "\(attack.name)") {
        try attack.run([], against: sequenceVictim)
      }
      #expect(error?.complaints.count == count, "\(attack.name): \(error?.complaints ?? [])")
    }
  }
}
