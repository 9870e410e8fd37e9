import Attacks
import Tensors
import Testing

/// Every attack that can be asked for by name, on one small sequence `[channel, time, range, doppler]`.
@Suite struct AttackCatalogueTests {
  private static let shape = [1, 4, 4, 4]
  private static let names = AttackCatalogue.entries.map(\.name)

  private static func request(for entry: AttackEntry, norm: Norm? = nil) -> AttackRequest {
    var request = AttackRequest(bounds: 0...1, norm: norm, seed: 3, axes: [.channel, .time, .range, .doppler])
    if entry.measure == .fixedSize { request.size = entry.norm(of: request) == .l0 ? 3 : 0.3 }
    if entry.defaults.steps != nil { request.steps = 8 }
    if entry.defaults.queries != nil { request.queries = 60 }
    for option in entry.defaults.options where ["neighbours", "searches", "draws", "side"].contains(option.name) {
      request.options[option.name] = 2
    }
    return request
  }

  private static func problems() -> [AttackProblem] {
    var stream = RandomStream(seed: 8)
    return (0..<3).map { index in
      AttackProblem(
        id: "sample \(index)", clean: Tensor(shape: shape, scalars: (0..<64).map { _ in stream.nextUniform() }),
        region: Region(shape: shape, allowed: (0..<64).map { $0 % 16 != index }, name: "test"),
        goal: .untargeted(label: 0), label: 0)
    }
  }

  /// Five classes, of which the first leads by a little on all problems.
  private static var victim: SampleVictim {
    var stream = RandomStream(seed: 21)
    let weights = (0..<5).map { _ in (0..<64).map { _ in 0.3 * stream.nextGaussian() } }
    let logits = problems().map { problem in
      weights.map { row in zip(row, problem.clean.scalars).reduce(Float(0)) { $0 + $1.0 * $1.1 } }
    }
    let lead = logits.map { row in (row.dropFirst().max() ?? 0) - row[0] }.max() ?? 0
    return .linear(weights, bias: [lead + 0.2, 0, 0, 0, 0], inputShape: shape)
  }

  @Test func namesAreUniqueAndSorted() {
    #expect(Set(Self.names).count == Self.names.count)
    #expect(Self.names.count >= 45)
  }

  @Test(arguments: names) func theAttackIsWhatTheEntrySays(name: String) throws {
    let entry = try AttackCatalogue.entry(named: name)
    #expect(entry.measure == .unbounded || !entry.norms.isEmpty)
    for norm in entry.norms.isEmpty ? [nil] : entry.norms.map(Optional.some) {
      let attack = try entry.attack(Self.request(for: entry, norm: norm))
      #expect(attack.name == name && attack.needs == entry.needs && attack.bounds == 0...1)
      if case .shortness(let measured, _) = attack.merit {
        #expect(entry.measure == .smallest && measured == norm)
      } else {
        #expect(entry.measure != .smallest)
      }
    }
  }

  /// In its usual norm: inside region, bounds and budget, the same alone as among others, and no success that is none.
  @Test(arguments: names) func itKeepsToWhatIsAllowed(name: String) throws {
    let entry = try AttackCatalogue.entry(named: name)
    let request = Self.request(for: entry)
    let attack = try entry.attack(request)
    let problems = Self.problems()
    let outcomes = try attack.run(problems, against: Self.victim, control: AttackControl(batchSize: 2))
    let budget = entry.budget(of: request, elementCount: 64)
    let verifications = try Verifier(budget: budget)(
      outcomes.map(\.adversarial), of: problems, against: Self.victim)
    for (index, outcome) in outcomes.enumerated() {
      #expect(verifications[index].constraints.isClean, "\(verifications[index].constraints)")
      #expect(verifications[index].succeeded == outcome.succeeded || entry.measure == .smallest)
      if outcome.succeeded { #expect(verifications[index].succeeded) }
      if entry.defaults.queries != nil, name != "autoattack" { #expect(outcome.forwards <= 60) }
      if entry.needs != .gradients { #expect(outcome.backwards == 0) }
      let alone = try attack.run([problems[index]], against: Self.victim)[0]
      #expect(alone.adversarial == outcome.adversarial && alone.forwards == outcome.forwards)
    }
  }

  /// In every norm, bit for bit; attacks that are not measured by a norm have no size.
  @Test(arguments: AttackCatalogue.entries.filter { $0.measure != .unbounded }.map(\.name))
  func aSizeOfNothingChangesNothing(name: String) throws {
    let entry = try AttackCatalogue.entry(named: name)
    let sample = Self.problems()[0]
    let bits = sample.clean.scalars.map(\.bitPattern)
    for norm in entry.norms {
      var request = Self.request(for: entry, norm: norm)
      request.size = 0
      let outcome = try entry.attack(request).run([sample], against: Self.victim)[0]
      #expect(outcome.adversarial.scalars.map(\.bitPattern) == bits, "\(norm)")
    }
  }

  @Test func everythingWrongWithARequestIsSaidAtOnce() throws {
    var request = AttackRequest(bounds: 0...1, norm: .l0, stepSize: 0.1, queries: 5, options: ["colour": 3])
    request.confidence = 2
    let error = #expect(throws: AttackError.self) { try AttackCatalogue.entry(named: "apgd-ce").attack(request) }
    #expect(error?.complaints.count == 6, "\(error?.complaints ?? [])")
    let unbounded = AttackRequest(bounds: 0...1, size: 0.1)
    #expect(throws: AttackError.self) { try AttackCatalogue.entry(named: "spatial").attack(unbounded) }
  }

  @Test func anUnknownNameIsMetWithTheOnesThatAreAlike() {
    let error = #expect(throws: UnknownAttack.self) { try AttackCatalogue.entry(named: "apgd-c") }
    #expect(error?.description == "there is no attack 'apgd-c'; is it apgd or apgd-ce?")
    #expect(throws: UnknownAttack.self) { try AttackCatalogue.entry(named: "") }
  }
}
