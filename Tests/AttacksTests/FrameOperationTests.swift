import Attacks
import Tensors
import Testing

/// Time shifts and frame edits: searches over a few inputs, whose best is found here by trying all.
@Suite struct FrameOperationTests {
  /// Frames numbered 0, 1, …, scaled into [0, 1], one element each.
  private func sequence(_ frames: Int, label: Int = 0, region: Region? = nil) -> AttackProblem {
    problem((0..<frames).map { Float($0) / 10 }, away: label, region: region)
  }

  /// Class 1 as soon as the given frame shows at most or at least a value.
  private func reading(_ frame: Int, of frames: Int, above value: Float) -> SampleVictim {
    .linear(
      [[Float](repeating: 0, count: frames), (0..<frames).map { $0 == frame ? 1 : 0 }], bias: [value, 0])
  }

  @Test func findsTheSmallestShiftEitherWay() throws {
    // Frame 3 shows 0.3; to show more than 0.45 the sequence must be played two frames earlier.
    let earlier = try TimeShiftAttack(bounds: 0...1, timeAxis: 0).run(
      [sequence(8)], against: reading(3, of: 8, above: 0.45))[0]
    #expect(earlier.succeeded && earlier.forwards == 5 && earlier.backwards == 0)
    #expect(close(earlier.adversarial.scalars, [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.7, 0.7]))
    let wrapped = try TimeShiftAttack(bounds: 0...1, timeAxis: 0, wrapsAround: true).run(
      [sequence(8)], against: reading(0, of: 8, above: 0.65))[0]
    #expect(wrapped.succeeded && wrapped.forwards == 3)
    #expect(close(wrapped.adversarial.scalars, [0.7, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]))
  }

  @Test func aShiftThatIsTooLargeIsNotTried() throws {
    let attack = TimeShiftAttack(bounds: 0...1, timeAxis: 0, largestShift: 2)
    let outcome = try attack.run([sequence(8)], against: reading(3, of: 8, above: 0.55))[0]
    #expect(!outcome.succeeded && outcome.forwards == 5)
    let endless = TimeShiftAttack(bounds: 0...1, timeAxis: 0, largestShift: 1_000_000)
    #expect(try endless.run([sequence(8)], against: reading(3, of: 8, above: 5))[0].forwards == 15)
  }

  @Test func shiftsInsideTheRegionAlone() throws {
    let region = Region([1, 1, 1, 1, 0, 0, 1, 1])
    let outcome = try TimeShiftAttack(bounds: 0...1, timeAxis: 0).run(
      [sequence(8, region: region)], against: reading(3, of: 8, above: 0.35))[0]
    #expect(outcome.succeeded && close(outcome.adversarial.scalars, [0.1, 0.2, 0.3, 0.4, 0.4, 0.5, 0.7, 0.7]))
  }

  @Test func triesEverythingWhenToldNotToStop() throws {
    let attack = TimeShiftAttack(bounds: 0...1, timeAxis: 0, largestShift: 3, stopsOnSuccess: false)
    let outcome = try attack.run([sequence(8)], against: reading(3, of: 8, above: 0.35))[0]
    #expect(outcome.succeeded && outcome.forwards == 7 && outcome.adversarial.scalars[3] == 0.6)
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func theBestSingleEditIsFound(seed: UInt64) throws {
    let frames = 7
    var stream = RandomStream(seed: seed)
    let clean = (0..<frames).map { _ in stream.nextUniform() }
    let weights = (0..<frames).map { _ in stream.nextGaussian() }
    let victim = SampleVictim.linear([[Float](repeating: 0, count: frames), weights], bias: [40, 20])
    var best = zip(clean, weights).reduce(-20) { $0 + $1.0 * $1.1 }
    for frame in 0..<frames {
      let dropped = Array(clean[..<frame] + clean[(frame + 1)...]) + [clean[frames - 1]]
      let duplicated = Array(clean[...frame] + clean[frame...]).prefix(frames)
      for edited in [dropped, Array(duplicated)] {
        best = max(best, zip(edited, weights).reduce(-20) { $0 + $1.0 * $1.1 })
      }
    }
    let outcome = try FrameEditAttack(bounds: 0...1, timeAxis: 0, edits: 1).run(
      [problem(clean, away: 0)], against: victim)[0]
    #expect(abs(outcome.loss - best) < 1e-5 && outcome.iterations == 1)
    // Dropping the last frame changes nothing, and so does duplicating the last: 2 · 7 − 2 edits and the clean input.
    #expect(outcome.forwards == 13)
  }

  @Test func severalEditsAddUpAndQueriesLimitThem() throws {
    // Frame 3 must show 0.6: three frames before it have to go.
    let victim = reading(3, of: 8, above: 0.55)
    for (edits, succeeds) in [(2, false), (3, true)] {
      let outcome = try FrameEditAttack(bounds: 0...1, timeAxis: 0, edits: edits).run(
        [sequence(8)], against: victim)[0]
      #expect(outcome.succeeded == succeeds && outcome.iterations == edits)
    }
    let limited = try FrameEditAttack(bounds: 0...1, timeAxis: 0, edits: 9, queries: 20).run(
      [sequence(8)], against: victim)[0]
    #expect(limited.forwards <= 20 && !limited.succeeded)
  }
}
