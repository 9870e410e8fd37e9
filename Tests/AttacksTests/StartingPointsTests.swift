import Attacks
import Tensors
import Testing

/// Where attacks that see decisions alone begin.
@Suite struct StartingPointsTests {
  /// Class 1 only in a small corner, which noise does not find.
  private let hidden = SampleVictim.linear([[0, 0, 0, 0], [1, 1, 1, 1]], bias: [3.9, 0])
  private let clean: [Float] = [0.1, 0.2, 0.3, 0.4]

  private func run(
    _ starts: StartingPoints, region: Region? = nil, method: QueryMethod = .hopSkipJumpL2
  ) throws -> Outcome {
    try method.attack(queries: 1000, starts: starts).run([problem(clean, to: 1, region: region)], against: hidden)[0]
  }

  @Test(arguments: QueryMethod.decisionMethods)
  func withoutAStartTheCleanInputIsReturned(method: QueryMethod) throws {
    let outcome = try run(StartingPoints(draws: 0), method: method)
    #expect(!outcome.succeeded && outcome.adversarial.scalars == clean && outcome.forwards == 1)
  }

  @Test(arguments: QueryMethod.decisionMethods)
  func aGivenStartIsEnough(method: QueryMethod) throws {
    let outcome = try run(StartingPoints(given: [vector([1, 1, 1, 1])], draws: 0), method: method)
    #expect(outcome.succeeded && outcome.adversarial.scalars.reduce(0, +) >= 3.9)
  }

  @Test func theStartOfASampleIsItsOwn() throws {
    let own = StartingPoints(givenByProblem: ["sample": [vector([1, 1, 1, 1])]], draws: 0)
    let others = StartingPoints(givenByProblem: ["another": [vector([1, 1, 1, 1])]], draws: 0)
    #expect(try run(own).succeeded)
    #expect(try !run(others).succeeded)
  }

  /// The start would do; with the element outside the region as it was, it does not.
  @Test func aGivenStartIsUsedInsideTheRegionAlone() throws {
    let outcome = try run(StartingPoints(given: [vector([1, 1, 1, 1])], draws: 0), region: Region([1, 1, 1, 0]))
    #expect(!outcome.succeeded && outcome.forwards == 2)
  }

  @Test func aStartOfAnotherShapeIsRefused() throws {
    #expect(throws: AttackError.self) { _ = try run(StartingPoints(given: [vector([1, 1])])) }
  }

  @Test(arguments: ["boundary", "hopskipjump", "geoda"])
  func theCatalogueHandsStartsOn(name: String) throws {
    // A corner of sixteen elements, too small for random points.
    let count = 16
    let ones = [Float](repeating: 1, count: count), zeros = [Float](repeating: 0, count: count)
    let corner = SampleVictim.linear([zeros, ones], bias: [15.9, 0])
    let sample = problem([Float](repeating: 0.2, count: count), to: 1)
    let entry = try AttackCatalogue.entry(named: name)
    var request = AttackRequest(bounds: 0...1, queries: 300)
    #expect(try !entry.attack(request).run([sample], against: corner)[0].succeeded)
    request.starts = [vector(zeros), vector(ones)]
    let outcome = try entry.attack(request).run([sample], against: corner)[0]
    #expect(outcome.succeeded && outcome.adversarial.scalars.reduce(0, +) >= 15.9)
  }

  @Test func whoStartsAtTheCleanInputTakesNoStarts() throws {
    var request = AttackRequest(bounds: 0...1, size: 0.1)
    request.starts = [vector([1, 1, 1, 1])]
    let error = #expect(throws: AttackError.self) { try AttackCatalogue.entry(named: "pgd").attack(request) }
    #expect(error?.complaints == ["it does not take inputs to start at"])
  }

  @Test func theShortestStartOfARoundIsTaken() throws {
    let starts = StartingPoints(given: [vector([1, 1, 1, 1]), vector([0.99, 0.97, 0.98, 0.97])], draws: 0)
    let attack = QueryMethod.boundary.attack(queries: 3, starts: starts)
    let outcome = try attack.run([problem(clean, to: 1)], against: hidden)[0]
    #expect(outcome.adversarial.scalars == [0.99, 0.97, 0.98, 0.97])
  }

  // MARK: Several starts

  /// Fewer queries than short walks need, and queries that are all spent, the trials among them.
  @Test(arguments: QueryMethod.decisionMethods, [1, 7, 999, 1500])
  func severalStartsAskNoMoreThanTheyMay(method: QueryMethod, queries: Int) throws {
    let sample = LinearQueryCase(seed: 2, classes: 4)
    let attack = try #require(method.attack(queries: queries) as? any DecisionAttack)
    let outcome = try Self.walking(attack, from: 4).run([sample.problem], against: sample.victim)[0]
    let asked = sample.victim.forwardBatches.reduce(0, +)
    #expect(outcome.forwards <= queries && asked == outcome.forwards)
  }

  /// Below a thousand queries short walks would say nothing: the same bytes as with one start.
  @Test(arguments: QueryMethod.decisionMethods)
  func fewQueriesAreForOneStart(method: QueryMethod) throws {
    let sample = LinearQueryCase(seed: 2, classes: 4)
    let attack = try #require(method.attack(queries: 999) as? any DecisionAttack)
    let outcomes = try [1, 4].map {
      try Self.walking(attack, from: $0).run([sample.problem], against: sample.victim)[0].adversarial
    }
    #expect(outcomes[0] == outcomes[1])
  }

  /// Three boundaries, with a nearest point each: as they come out of the catalogue the attacks find the nearest of all.
  @Test(arguments: ["boundary", "hopskipjump", "geoda"], Array(UInt64(1)...12))
  func severalStartsFindTheNearestOfSeveralBoundaries(name: String, seed: UInt64) throws {
    let sample = LinearQueryCase(seed: seed, classes: 4)
    let entry = try AttackCatalogue.entry(named: name)
    for norm in entry.norms {
      let attack = try entry.attack(AttackRequest(bounds: 0...1, norm: norm, seed: 7))
      let outcome = try attack.run([sample.problem], against: sample.victim)[0]
      let ratio = sample.ratio(outcome, norm)
      #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.05, "\(norm): ratio \(ratio)")
    }
  }

  private static func walking(_ attack: any DecisionAttack, from starts: Int) -> any DecisionAttack {
    var attack = attack
    attack.settings.walks = starts
    return attack
  }
}
