import Attacks
import Tensors
import Testing

/// Corruptions in an attack's place: what they do is in `CorruptionTests`, what is done with it here.
@Suite struct CorruptionAttackTests {
  private static let axes: [Axis] = [.channel, .time, .range, .doppler]
  private static let shape = [1, 6, 8, 4]

  private func sample(region: Region? = nil) -> AttackProblem {
    var stream = RandomStream(seed: 4)
    let clean = Tensor(shape: Self.shape, scalars: (0..<192).map { _ in 0.2 + 0.5 * stream.nextUniform() })
    return AttackProblem(
      id: "one", clean: clean, region: region ?? .all(Self.shape), goal: .untargeted(label: 0), label: 0)
  }

  /// Right as long as the mean stays below a limit.
  private func victim(limit: Float) -> SampleVictim {
    .linear(
      [[Float](repeating: -1 / 192, count: 192), [Float](repeating: 0, count: 192)], bias: [limit, 0],
      inputShape: Self.shape)
  }

  @Test(arguments: Corruption.allCases, [1, 5])
  func oneQuestionAboutTheInputCorruptedOnce(corruption: Corruption, severity: Int) throws {
    let attack = CorruptionAttack(corruption, severity: severity, bounds: 0...1, axes: Self.axes, seed: 6)
    let outcome = try attack.run([sample()], against: victim(limit: 10))[0]
    var stream = RandomStream(seed: 6, sample: "one", attack: corruption.rawValue)
    let expected = corruption.applied(
      to: sample().clean, severity: severity, axes: Self.axes, bounds: 0...1, using: &stream)
    // Returned although it does not succeed: it is what the victim was asked about.
    #expect(outcome.adversarial == expected && !outcome.succeeded)
    #expect(outcome.forwards == 1 && outcome.backwards == 0)
  }

  @Test func successIsWhatTheVictimSaysOfIt() throws {
    // The mean is about 0.45; brightness adds 0.3.
    let attack = CorruptionAttack(.brightness, severity: 3, bounds: 0...1, axes: Self.axes)
    #expect(try attack.run([sample()], against: victim(limit: 0.6))[0].succeeded)
    #expect(try !attack.run([sample()], against: victim(limit: 0.9))[0].succeeded)
  }

  @Test(arguments: Corruption.allCases) func outsideTheRegionNoBitChanges(corruption: Corruption) throws {
    let region = Region(shape: Self.shape, allowed: (0..<192).map { $0 % 3 == 0 }, name: "third")
    let problem = sample(region: region)
    let attack = CorruptionAttack(corruption, severity: 5, bounds: 0...1, axes: Self.axes)
    let answer = try attack.run([problem], against: victim(limit: 10))[0].adversarial.scalars
    var changed = 0
    for index in answer.indices {
      if answer[index].bitPattern != problem.clean.scalars[index].bitPattern { changed += 1 }
      if index % 3 != 0 { #expect(answer[index].bitPattern == problem.clean.scalars[index].bitPattern) }
    }
    #expect(changed > 0)
  }

  @Test func whatDoesNotFitIsSaidBeforeOrAtTheSearch() throws {
    let entry = try AttackCatalogue.entry(named: "shifted-range-bins")
    #expect(entry.corruption == .shiftedRangeBins && entry.measure == .unbounded && entry.needs == .decisions)
    var request = AttackRequest(bounds: 0...1, axes: [.channel, .height, .width], options: ["severity": 6])
    let error = #expect(throws: AttackError.self) { try entry.attack(request) }
    #expect(
      error?.complaints == [
        "the severity must lie in 1...5, is 6",
        Corruption.shiftedRangeBins.complaint(about: [.channel, .height, .width]) ?? "",
      ])
    // Where no axes are named, the search finds out.
    (request.axes, request.options) = ([], [:])
    let attack = try entry.attack(request)
    #expect(throws: AttackError.self) { try attack.run([sample()], against: victim(limit: 1)) }
    #expect(try AttackCatalogue.entry(named: "fgsm").corruption == nil)
  }

  @Test func axesDecideWhichCorruptionsFit() {
    #expect(Corruption.fitting(Self.axes) == Corruption.radar)
    #expect(Corruption.fitting([.channel, .height, .width]) == Corruption.image)
    #expect(Corruption.fitting([.channel, .range, .doppler]) == [.noiseFloor, .staticClutter, .shiftedRangeBins])
    #expect(Corruption.fitting([.time, .doppler]) == [.noiseFloor, .gainDrift, .droppedFrames])
  }
}
