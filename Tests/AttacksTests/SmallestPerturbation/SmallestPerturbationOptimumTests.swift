import Attacks
import Tensors
import Testing

/// Linear victims: the shortest perturbation is known, whatever the bounds and the region leave of the space.
@Suite struct SmallestPerturbationOptimumTests {
  private static let cases: [LinearCase] = [
    LinearCase(seed: 1, gaps: [0.6], place: .inside, masked: false),
    LinearCase(seed: 2, gaps: [4], place: .inside, masked: true),
    LinearCase(seed: 3, gaps: [4], place: .edges, masked: false),
    LinearCase(seed: 5, gaps: [3, 3.2, 2.9], place: .inside, masked: false),
    LinearCase(seed: 6, gaps: [4, 4.5, 3.7], place: .edges, masked: true),
  ]

  @Test(arguments: Seeker.all, cases)
  func comesWithinAHundredthOfTheOptimum(seeker: Seeker, linear: LinearCase) throws {
    let ratio = try Self.ratio(seeker.attack(), linear, problem(linear.clean, away: 0, region: linear.region))
    #expect(ratio >= 0.9999 && ratio <= 1.01, "ratio \(ratio)")
  }

  @Test(arguments: Seeker.all, [cases[0], cases[2]])
  func comesNearTheOptimumByItself(seeker: Seeker, linear: LinearCase) throws {
    let attack = seeker.attack(refinement: .none)
    let ratio = try Self.ratio(attack, linear, problem(linear.clean, away: 0, region: linear.region))
    #expect(ratio >= 0.9999 && ratio <= seeker.ownRatio, "ratio \(ratio)")
  }

  /// The other classes are so far behind that the nearest point of the target's boundary belongs to the target.
  @Test(arguments: Seeker.all)
  func reachesATargetAtItsOptimum(seeker: Seeker) throws {
    let linear = LinearCase(seed: 8, gaps: [30, 4, 30], place: .edges, masked: true)
    let sample = problem(linear.clean, to: 2, label: 0, region: linear.region)
    let outcome = try seeker.attack().run([sample], against: linear.victim)[0]
    let norm = PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial)(seeker.norm)
    let ratio = norm / linear.distance(to: 2, seeker.norm)
    #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.01, "ratio \(ratio)")
  }

  @Test(arguments: Seeker.all)
  func goesUpAloneWhereToldTo(seeker: Seeker) throws {
    let linear = LinearCase(seed: 9, gaps: [3], place: .inside, masked: true)
    var sample = problem(linear.clean, away: 0, region: linear.region)
    sample.direction = .upwards
    let outcome = try seeker.attack().run([sample], against: linear.victim)[0]
    #expect(zip(linear.clean, outcome.adversarial.scalars).allSatisfy { $0 <= $1 })
    let norm = PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial)(seeker.norm)
    let ratio = norm / linear.optimum(seeker.norm, upwards: true)
    #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.01, "ratio \(ratio)")
  }

  private static func ratio(
    _ attack: any SmallestPerturbationAttack, _ linear: LinearCase, _ sample: AttackProblem
  ) throws -> Double {
    let outcome = try attack.run([sample], against: linear.victim)[0]
    #expect(outcome.succeeded)
    let found = try Verifier(budget: budget(.l0, 1e6, LinearCase.bounds))(
      [outcome.adversarial], of: [sample], against: linear.victim)[0]
    #expect(found.succeeded && found.constraints.isClean, "\(found.constraints)")
    return found.constraints.norms(attack.seeking.norm) / linear.optimum(attack.seeking.norm)
  }
}
