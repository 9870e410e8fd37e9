import Attacks
import Tensors
import Testing

/// A bright element on a dark plane, and victims that look for it elsewhere.
@Suite struct SpatialAttackTests {
  /// A plane of `side × side` with one element at 1.
  private func spot(_ row: Int, _ column: Int, side: Int = 5, region: Region? = nil) -> AttackProblem {
    let scalars = (0..<side * side).map { Float($0 == row * side + column ? 1 : 0) }
    return AttackProblem(
      id: "s", clean: Tensor(shape: [side, side], scalars: scalars), region: region ?? .all([side, side]),
      goal: .untargeted(label: 0))
  }

  /// Class 1 where the element shows more than `value`.
  private func watching(_ row: Int, _ column: Int, side: Int = 5, above value: Float) -> SampleVictim {
    .linear(
      [[Float](repeating: 0, count: side * side), (0..<side * side).map { $0 == row * side + column ? 1 : 0 }],
      bias: [value, 0], inputShape: [side, side])
  }

  private func attack(
    shift: Float = 0, shifts: Int = 1, angle: Float = 0, angles: Int = 1, stopsOnSuccess: Bool = true
  ) -> SpatialAttack {
    SpatialAttack(
      settings: SpatialSettings(
        bounds: 0...1, largestShift: shift, shifts: shifts, largestAngle: angle, angles: angles,
        stopsOnSuccess: stopsOnSuccess))
  }

  @Test func shiftsMoveWholeElements() throws {
    let outcome = try attack(shift: 2, shifts: 5).run([spot(2, 2)], against: watching(3, 1, above: 0.5))[0]
    #expect(outcome.succeeded && outcome.adversarial == spot(3, 1).clean && outcome.backwards == 0)
  }

  @Test func halfAShiftHalvesTheElement() throws {
    let outcome = try attack(shift: 0.5, shifts: 2).run([spot(2, 2)], against: watching(3, 3, above: 0.2))[0]
    #expect(outcome.succeeded && abs(outcome.adversarial.scalars[18] - 0.25) < 1e-6)
    #expect(abs(outcome.adversarial.scalars.reduce(0, +) - 1) < 1e-6)
  }

  @Test func aQuarterTurnPermutesThePlane() throws {
    // One row above the centre goes to the left of it, counterclockwise; the other quarter turn puts it to the right.
    let left = try attack(angle: 90, angles: 3).run([spot(1, 2)], against: watching(2, 1, above: 0.5))[0]
    let right = try attack(angle: 90, angles: 3).run([spot(1, 2)], against: watching(2, 3, above: 0.5))[0]
    #expect(left.succeeded && close(left.adversarial.scalars, spot(2, 1).clean.scalars))
    #expect(right.succeeded && close(right.adversarial.scalars, spot(2, 3).clean.scalars))
  }

  @Test func whatComesFromOutsideIsBackground() throws {
    let full = AttackProblem(
      id: "s", clean: Tensor(repeating: 0.6, shape: [3, 3]), region: .all([3, 3]), goal: .untargeted(label: 1))
    let outcome = try attack(shift: 1, shifts: 3).run([full], against: watching(0, 0, side: 3, above: 0.5))[0]
    #expect(outcome.succeeded && outcome.adversarial.scalars[0] == 0)
    #expect(
      outcome.adversarial.scalars.filter { abs($0 - 0.6) < 1e-6 }.count == 6, "the smallest shift is one way only")
  }

  @Test func nothingMovesOutsideTheRegion() throws {
    let region = Region(shape: [5, 5], allowed: (0..<25).map { $0 != 12 }, name: "all but the middle")
    let outcome = try attack(shift: 1, shifts: 3).run(
      [spot(2, 2, region: region)], against: watching(2, 3, above: 0.5))[0]
    #expect(outcome.succeeded && outcome.adversarial.scalars[12] == 1 && outcome.adversarial.scalars[13] == 1)
  }

  @Test func theWholeGridIsCounted() throws {
    let everything = try attack(shift: 1, shifts: 3, angle: 10, angles: 5).run(
      [spot(2, 2)], against: watching(0, 0, above: 5))[0]
    #expect(!everything.succeeded && everything.forwards == 3 * 3 * 5)
    let nothing = try attack().run([spot(2, 2)], against: watching(0, 0, above: 5))[0]
    #expect(nothing.forwards == 1)
  }

  @Test func allPlanesOfAnInputMoveAlike() throws {
    let frames = AttackProblem(
      id: "s", clean: Tensor(shape: [2, 5, 5], scalars: spot(2, 2).clean.scalars + spot(1, 1).clean.scalars),
      region: .all([2, 5, 5]), goal: .untargeted(label: 0))
    let victim = SampleVictim.linear(
      [[Float](repeating: 0, count: 50), (0..<50).map { $0 == 17 ? 1 : 0 }], bias: [0.5, 0], inputShape: [2, 5, 5])
    let outcome = try attack(shift: 1, shifts: 3).run([frames], against: victim)[0]
    #expect(outcome.succeeded && outcome.adversarial.scalars == spot(3, 2).clean.scalars + spot(2, 1).clean.scalars)
  }
}
