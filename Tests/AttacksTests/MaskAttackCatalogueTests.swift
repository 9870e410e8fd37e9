import Attacks
import Tensors
import Testing

/// Every attack on masks that can be asked for by name, on one small network.
@Suite struct MaskAttackCatalogueTests {
  private static let names = MaskAttackCatalogue.entries.map(\.name)
  private static let mask = MaskCase(seed: 31, classes: 3, masked: true, ignoring: true)

  private static func request(_ entry: MaskAttackEntry, norm: Norm? = nil, size: Float = 0.05) -> MaskAttackRequest {
    var request = MaskAttackRequest(bounds: 0...1, norm: norm, seed: 3)
    if entry.measure == .fixedSize { request.size = entry.norm(of: request) == .linf ? size : 5 * size }
    if entry.defaults.steps != nil { request.steps = 12 }
    return request
  }

  @Test func namesAreUnique() {
    #expect(Set(Self.names).count == Self.names.count && Self.names.count >= 15)
  }

  @Test(arguments: names) func theAttackIsWhatTheEntrySays(name: String) throws {
    let entry = try MaskAttackCatalogue.entry(named: name)
    for norm in entry.norms.isEmpty ? [nil] : entry.norms.map(Optional.some) {
      let attack = try entry.attack(Self.request(entry, norm: norm))
      #expect(attack.name == name && attack.bounds == 0...1 && attack.aims == entry.aims)
      #expect(attack.success == entry.defaults.success)
      if entry.measure == .fixedSize { #expect(attack.budget?.norm == entry.norm(of: Self.request(entry, norm: norm))) }
      if case .shortness(let measured, _) = attack.merit {
        #expect(entry.measure == .smallest && measured == norm)
      }
    }
  }

  /// 1e-7 rounded to `Float` is another multiplier.
  @Test func theLiteralMultiplierIsTheOneAskedFor() throws {
    var request = MaskAttackRequest(bounds: 0...1, steps: 2)
    request.options = ["tau": 1e-7, "ratio": 10]
    let attack = try MaskAttackCatalogue.entry(named: "asma-literal").attack(request)
    let trace = try attack.run(Self.mask.problem(.draw), against: Self.mask.victim).trace
    #expect(trace.first?.multiplier == 1e-7)
  }

  /// Inside region, bounds and budget, the same twice, what is returned is what was scored, and no success that is none.
  @Test(arguments: names) func itKeepsToWhatIsAllowed(name: String) throws {
    let entry = try MaskAttackCatalogue.entry(named: name)
    for aim in entry.aims {
      for norm in entry.norms.isEmpty ? [nil] : entry.norms.map(Optional.some) {
        let (request, problem) = (Self.request(entry, norm: norm), Self.mask.problem(aim))
        let attack = try entry.attack(request)
        let victim = Self.mask.victim
        let found = try attack.run(problem, against: victim)
        let budget = entry.budget(of: request, elementCount: problem.clean.count)
        let audit = ConstraintAudit(
          clean: problem.clean, adversarial: found.outcome.adversarial, region: problem.region, budget: budget)
        #expect(audit.isClean, "\(audit)")
        #expect(found.prediction == Self.mask.victim.mask(of: found.outcome.adversarial))
        #expect(found.scores == MaskScores(prediction: found.prediction, goal: problem.goal))
        #expect(found.outcome.succeeded == (attack.success.attained(found.scores, aim) >= attack.success.share))
        #expect(victim.gradientBatches.count == found.outcome.backwards)
        #expect(victim.forwardBatches.count + found.outcome.backwards == found.outcome.forwards)
        #expect(found.outcome.iterations <= attack.stepLimit)
        let again = try attack.run(problem, against: victim)
        #expect(again.outcome.adversarial == found.outcome.adversarial && again.trace == found.trace)
      }
    }
  }

  @Test(arguments: names) func aSizeOfNothingGivesTheCleanBits(name: String) throws {
    let entry = try MaskAttackCatalogue.entry(named: name)
    guard entry.measure != .unbounded else { return }
    for aim in entry.aims {
      for norm in entry.norms {
        var request = Self.request(entry, norm: norm)
        request.size = 0
        let problem = Self.mask.problem(aim)
        let found = try entry.attack(request).run(problem, against: Self.mask.victim)
        let bits = found.outcome.adversarial.scalars.map(\.bitPattern)
        #expect(bits == problem.clean.scalars.map(\.bitPattern), "\(aim) \(norm)")
        #expect(!found.outcome.succeeded)
      }
    }
  }

  @Test(arguments: names) func theCallerCanStopIt(name: String) throws {
    let entry = try MaskAttackCatalogue.entry(named: name)
    var polls = 0
    let control = MaskControl(shouldStop: {
      polls += 1
      return polls > 1
    })
    var request = Self.request(entry)
    if entry.measure == .fixedSize { request.size = 1e-3 }
    let found = try entry.attack(request).run(
      Self.mask.problem(entry.aims[0]), against: Self.mask.victim, control: control)
    // One step that is over before it can be stopped is no interruption.
    #expect(found.outcome.wasInterrupted == (polls > 1) && found.outcome.iterations == 1)
  }

  @Test func everythingWrongWithARequestIsSaidAtOnce() throws {
    let request = MaskAttackRequest(
      bounds: 0...1, norm: .l0, stepSize: 0.1, restarts: 3, loss: .margin, options: ["colour": 3])
    let error = #expect(throws: AttackError.self) { try MaskAttackCatalogue.entry(named: "sea").attack(request) }
    #expect(error?.complaints.count == 6, "\(error?.complaints ?? [])")
    var literal = MaskAttackRequest(bounds: 0...1, size: 0.1, success: MaskThreshold(.pixels, 0.9))
    literal.norm = .linf
    let second = #expect(throws: AttackError.self) {
      try MaskAttackCatalogue.entry(named: "asma-literal").attack(literal)
    }
    #expect(second?.complaints.count == 3, "\(second?.complaints ?? [])")
    let unknown = #expect(throws: UnknownAttack.self) { try MaskAttackCatalogue.entry(named: "segpg") }
    #expect(unknown?.description == "there is no attack 'segpg'; is it segpgd?")
  }
}
