import Attacks
import Tensors
import Testing

@Suite struct UniversalMaskAttackTests {
  private static let mask = MaskCase(seed: 21, channels: 2)
  private static let bounds: ClosedRange<Float> = 0...1

  /// Images of one network with regions of their own; every pixel should get class 1.
  private static func problems(_ count: Int, aim: MaskGoal.Aim = .draw) -> [MaskProblem] {
    var stream = RandomStream(seed: 6)
    return (0..<count).map { index in
      let clean = Tensor(shape: [2, 5, 8], scalars: (0..<80).map { _ in 0.35 + 0.3 * stream.nextUniform() })
      let allowed = (0..<80).map { $0 % 40 != index }
      return MaskProblem(
        id: "\(index)", clean: clean, region: Region(shape: [2, 5, 8], allowed: allowed, name: "test"),
        goal: MaskGoal(
          target: [Int](repeating: aim == .draw ? 1 : 0, count: 40), height: 5, width: 8, background: nil, aim: aim))
    }
  }

  private static func settings(_ size: Float, norm: Norm = .linf, steps: Int = 60) -> UniversalMaskAttack.Settings {
    UniversalMaskAttack.Settings(
      budget: Budget(norm: norm, size: size, bounds: bounds), steps: steps, stepSize: norm == .linf ? 0.01 : nil,
      success: MaskThreshold(.pixels, 0.9))
  }

  /// With one network for all pixels the best perturbation is the same step everywhere: what it attains is known.
  @Test(arguments: MaskGoal.Aim.allCases, [Float(0.03), 0.08, 0.15])
  func attainsTheOptimumOfPixelsThatPullTogether(aim: MaskGoal.Aim, size: Float) throws {
    let problems = Self.problems(4, aim: aim)
    let victim = Self.mask.victim
    let found = try UniversalMaskAttack(settings: Self.settings(size)).run(problems, against: victim)
    let slopes = zip(Self.mask.weights[1], Self.mask.weights[0]).map { $0 - $1 }
    for (index, problem) in problems.enumerated() {
      let best = problem.clean.scalars.indices.map { element -> Float in
        let change = slopes[element / 40] > 0 ? size : -size
        return problem.clean.scalars[element] + (problem.region.allowed[element] ? change : 0)
      }
      let wanted = victim.mask(of: Tensor(shape: [2, 5, 8], scalars: best)).count { $0 == 1 }
      #expect(found.outcomes[index].prediction.count { $0 == 1 } == wanted)
      let audit = ConstraintAudit(
        clean: problem.clean, adversarial: found.outcomes[index].outcome.adversarial, region: problem.region,
        budget: Budget(norm: .linf, size: size * 1.0001, bounds: Self.bounds))
      #expect(audit.isClean, "\(audit)")
      #expect(
        found.outcomes[index].outcome.adversarial
          == UniversalMaskAttack.apply(
            found.perturbation, to: problem.clean, region: problem.region, bounds: Self.bounds))
    }
    #expect(found.perturbation.scalars.allSatisfy { abs($0) <= size })
    let mean = found.outcomes.reduce(0.0) { $0 + Double($1.outcome.loss) } / 4
    #expect(abs(mean - (found.course.max() ?? 0)) < 1e-6 && found.course[found.bestStep] == found.course.max())
  }

  @Test func passesAreCountedAndTheSameComesOutTwice() throws {
    var settings = Self.settings(0.01, steps: 7)
    settings.changeWeight = 0.9
    let problems = Self.problems(2)
    let victim = Self.mask.victim
    let found = try UniversalMaskAttack(settings: settings).run(problems, against: victim)
    for outcome in found.outcomes.map(\.outcome) {
      #expect(outcome.forwards == 10 && outcome.backwards == 7 && outcome.iterations == 7)
    }
    #expect(victim.gradientBatches.count == 14 && victim.forwardBatches.count == 6)
    let again = try UniversalMaskAttack(settings: settings).run(problems, against: victim)
    #expect(again.perturbation == found.perturbation && again.course == found.course)
  }

  @Test(arguments: [Norm.linf, .l2]) func aSizeOfNothingChangesNothing(norm: Norm) throws {
    let problems = Self.problems(2)
    let found = try UniversalMaskAttack(settings: Self.settings(0, norm: norm)).run(problems, against: Self.mask.victim)
    #expect(found.outcomes.map(\.outcome.adversarial) == problems.map(\.clean))
    let small = try UniversalMaskAttack(settings: Self.settings(0.5, norm: norm)).run(
      problems, against: Self.mask.victim)
    let length = PerturbationNorms(clean: Tensor(shape: [2, 5, 8]), adversarial: small.perturbation)(norm)
    #expect(length > 0 && length <= 0.5)
  }

  /// Class 2 should vanish, all else stay: pixels to be changed weigh more, and those that are sure are left alone.
  @Test func aClassVanishesAndTheRestStays() throws {
    let victim = SampleVictim.pixelwise([[4, 0, 0], [0, 4, 0], [0, 0, 4]], bias: [0, 0, 0], height: 4, width: 6)
    var stream = RandomStream(seed: 3)
    let classes = (0..<24).map { $0 % 6 < 2 ? 2 : $0 / 12 }
    let problems = try (0..<3).map { index in
      var scalars = (0..<72).map { _ in 0.3 + 0.1 * stream.nextUniform() }
      for pixel in 0..<24 { scalars[classes[pixel] * 24 + pixel] += 0.15 }
      let clean = Tensor(shape: [3, 4, 6], scalars: scalars)
      #expect(victim.mask(of: clean) == classes)
      let goal = try #require(
        MaskGoal.removing(2, from: classes, height: 4, width: 6, classCount: 3, background: nil))
      return MaskProblem(id: "\(index)", clean: clean, region: .all([3, 4, 6]), goal: goal)
    }
    #expect(problems[0].goal.target == (0..<24).map { $0 / 12 })
    var settings = Self.settings(0.15)
    settings.changeWeight = 0.9999
    let found = try UniversalMaskAttack(settings: settings).run(problems, against: victim)
    #expect(found.outcomes.allSatisfy { $0.scores.pixelAccuracy == 1 }, "\(found.course)")
  }

  /// The IoU with an empty mask is 0 as long as one pixel is left: two of four can be taken, and are.
  @Test func ofEqualStepsTheOneWithMorePixelsCounts() throws {
    let victim = SampleVictim.pixelwise([[0], [4]], bias: [0, -2], height: 1, width: 4)
    let problem = MaskProblem(
      id: "a", clean: Tensor(shape: [1, 1, 4], scalars: [0.55, 0.55, 0.9, 0.9]), region: .all([1, 1, 4]),
      goal: MaskGoal(target: [0, 0, 0, 0], height: 1, width: 4))
    var settings = Self.settings(0.1, steps: 20)
    settings.success = MaskThreshold(.meanIoU, 0.99)
    let found = try UniversalMaskAttack(settings: settings).run([problem], against: victim)
    #expect(found.course.allSatisfy { $0 == 0 } && found.bestStep > 0)
    #expect(found.outcomes[0].prediction == [0, 0, 1, 1])
  }

  @Test(arguments: [Float(0.0078), 0.031]) func noRoundingMakesAChangeLarger(size: Float) {
    var stream = RandomStream(seed: 9)
    let clean = Tensor(shape: [1, 20, 50], scalars: (0..<1000).map { _ in stream.nextUniform() })
    let change = Tensor(shape: [1, 20, 50], scalars: (0..<1000).map { $0.isMultiple(of: 2) ? size : -size })
    let moved = UniversalMaskAttack.apply(change, to: clean, region: .all([1, 20, 50]), bounds: 0...1)
    #expect(PerturbationNorms(clean: clean, adversarial: moved).linf <= Double(size))
    #expect(moved.scalars.allSatisfy { (0...1).contains($0) } && moved != clean)
  }

  @Test func removedPixelsGetTheNearestClass() {
    let mask = [0, 2, 2, 2, 1]
    let goal = MaskGoal.removing(2, from: mask, height: 1, width: 5, classCount: 3)
    #expect(goal?.target == [0, 0, 0, 1, 1])
    #expect(MaskGoal.removing(2, from: [2, 2], height: 1, width: 2, classCount: 3) == nil)
    #expect(MaskGoal.removing(1, from: [0, 2], height: 1, width: 2, classCount: 3) == nil)
    let shut = MaskGoal.removing(2, from: [2, 9, 0], height: 1, width: 3, classCount: 3, ignoredLabel: 9)
    #expect(shut == nil)
  }

  @Test func theCallerFollowsAndStopsIt() throws {
    var steps: [Int] = []
    let control = MaskControl(
      shouldStop: { steps.count > 3 }, didAdvance: { entry, _ in steps.append(entry.iteration) })
    let found = try UniversalMaskAttack(settings: Self.settings(0.01)).run(
      Self.problems(2), against: Self.mask.victim, control: control)
    #expect(found.wasInterrupted && steps == [0, 1, 2, 3] && found.outcomes[0].outcome.iterations == 3)
  }

  /// From the state after any step the rest of a search comes out bit for bit, with the counts of a whole one.
  @Test(arguments: [Norm.linf, .l2]) func aStoppedSearchGoesOnAsIfItHadNot(norm: Norm) throws {
    var settings = Self.settings(norm == .linf ? 0.04 : 0.2, norm: norm, steps: 6)
    settings.changeWeight = 0.9
    settings.success = MaskThreshold(.meanIoU, 1)
    let (attack, problems, victim) = (UniversalMaskAttack(settings: settings), Self.problems(3), Self.mask.victim)
    var states: [UniversalMaskState] = []
    let whole = try attack.run(problems, against: victim, keeping: { states.append($0) })
    #expect(states.map(\.progress.nextStep) == Array(1..<1 + states.count) && !states.isEmpty)
    for state in states {
      let rest = try attack.run(problems, against: victim, from: state)
      #expect(rest.perturbation == whole.perturbation && rest.course == whole.course)
      #expect(rest.bestStep == whole.bestStep)
      for (one, other) in zip(rest.outcomes, whole.outcomes) {
        #expect(one.outcome.adversarial == other.outcome.adversarial && one.prediction == other.prediction)
        #expect(one.outcome.forwards == other.outcome.forwards && one.outcome.backwards == other.outcome.backwards)
        #expect(one.outcome.iterations == other.outcome.iterations)
      }
    }
    let state = try #require(states.last)
    let error = #expect(throws: AttackError.self) {
      try attack.run(Self.problems(2), against: victim, from: state)
    }
    #expect(error?.complaints == ["the state to go on from is that of another search"])
  }

  @Test func everythingWrongIsSaidAtOnce() throws {
    let settings = UniversalMaskAttack.Settings(
      budget: Budget(norm: .l1, size: 1, bounds: 0...1), steps: 0, stepSize: 0, changeWeight: 2, confidence: 0)
    let error = #expect(throws: AttackError.self) {
      try UniversalMaskAttack(settings: settings).run([], against: Self.mask.victim)
    }
    #expect(error?.complaints.count == 6, "\(error?.complaints ?? [])")
  }
}
