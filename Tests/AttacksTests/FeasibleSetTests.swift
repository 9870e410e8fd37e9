import Attacks
import Tensors
import Testing

/// Projections against their definition: inside the set, and nearer than every other point tried.
@Suite struct FeasibleSetTests {
  private static func set(_ norm: Norm, _ size: Float, clean: [Float], bounds: ClosedRange<Float>) -> FeasibleSet {
    FeasibleSet(clean: vector(clean), region: .all([clean.count]), budget: budget(norm, size, bounds))
  }

  private static func distance(_ left: [Float], _ right: [Float]) -> Double {
    zip(left, right).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
  }

  // PEERS §7 F: [3, 1, −2] onto the L1 ball of radius 2.
  @Test func theL1ProjectionLowersAllMagnitudesByOneThreshold() {
    var point: [Float] = [3, 1, -2]
    Self.set(.l1, 2, clean: [0, 0, 0], bounds: -10...10).project(&point)
    #expect(close(point, [1.5, 0, -0.5], within: 1e-6))
  }

  // The first element is stopped by its bound at 1, so that the others keep more: λ = 1.5 instead of 1.75.
  @Test func theL1ProjectionKnowsTheBounds() {
    var point: [Float] = [3, 2, 0]
    Self.set(.l1, 1.5, clean: [0, 0, 0], bounds: -1...1).project(&point)
    #expect(close(point, [1, 0.5, 0], within: 1e-6))
  }

  // PEERS §7 J: g = (.1, −.5, .2) has the steepest L1 step (0, −1, 0).
  @Test func theSteepestL1StepMovesTheLargestSlopeAndSpillsOverAtTheBounds() {
    var free: [Float] = [0, 0, 0]
    Self.set(.l1, 1, clean: free, bounds: -10...10).ascend(&free, along: [0.1, -0.5, 0.2], by: 1)
    #expect(close(free, [0, -1, 0], within: 1e-7))
    var bounded: [Float] = [0, 0, 0]
    Self.set(.l1, 1, clean: bounded, bounds: -0.75...0.75).ascend(&bounded, along: [0.1, -0.5, 0.2], by: 1)
    #expect(close(bounded, [0, -0.75, 0.25], within: 1e-7))
  }

  @Test func theL0ProjectionKeepsWhatMovesFurthest() {
    var point: [Float] = [0.3, -0.9, 0.5, 0.1]
    Self.set(.l0, 2, clean: [0, 0, 0, 0], bounds: -1...1).project(&point)
    #expect(point == [0, -0.9, 0.5, 0])
  }

  // The second wants to go further, but the first gets nearer to where it wants to be.
  @Test func theL0ProjectionCountsWhatTheBoundsLeave() {
    var point: [Float] = [0.8, -5]
    Self.set(.l0, 1, clean: [0, 0], bounds: -0.05...1).project(&point)
    #expect(point == [0.8, 0])
  }

  @Test(arguments: [Norm.l1, .l2, .linf, .l0], [UInt64(1), 2, 3])
  func noPointOfTheSetIsNearer(norm: Norm, seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let clean = (0..<5).map { _ in stream.nextUniform() }
    let wanted = (0..<5).map { _ in 3 * stream.nextUniform() - 1 }
    let size: Float = norm == .l0 ? 2 : 0.6
    let set = Self.set(norm, size, clean: clean, bounds: 0...1)
    var nearest = wanted
    set.project(&nearest)
    let norms = PerturbationNorms(clean: vector(clean), adversarial: vector(nearest))
    #expect(norms(norm) <= Double(size) && nearest.allSatisfy { (0...1).contains($0) })
    for _ in 0..<2000 {
      // Points of the set near the one found, and anywhere in it.
      var other = stream.nextUniform() < 0.5 ? nearest : set.randomPoint(using: &stream)
      for index in other.indices { other[index] += 0.02 * stream.nextGaussian() }
      set.project(&other)
      #expect(Self.distance(nearest, wanted) <= Self.distance(other, wanted) + 1e-6)
    }
  }

  @Test(arguments: [Norm.l1, .l2, .linf, .l0])
  func projectingTwiceChangesNothing(norm: Norm) {
    var stream = RandomStream(seed: 9)
    let clean = (0..<200).map { _ in stream.nextUniform() }
    var point = clean.map { $0 + stream.nextGaussian() }
    let set = Self.set(norm, norm == .l0 ? 20 : 0.5, clean: clean, bounds: 0...1)
    set.project(&point)
    let once = point
    set.project(&point)
    #expect(PerturbationNorms(clean: vector(once), adversarial: vector(point)).linf < 1e-6)
  }

  @Test(arguments: Norm.allCases) func randomPointsKeepToTheSet(norm: Norm) {
    var stream = RandomStream(seed: 4)
    let clean = (0..<50).map { _ in stream.nextUniform() }
    let size: Float = norm == .l0 ? 7 : 0.4
    let set = Self.set(norm, size, clean: clean, bounds: 0...1)
    for _ in 0..<50 {
      for point in [set.randomPoint(using: &stream), set.randomInnerPoint(using: &stream)] {
        let length = PerturbationNorms(clean: vector(clean), adversarial: vector(point))(norm)
        #expect(length <= Double(size) && length > 0 && point.allSatisfy { (0...1).contains($0) })
      }
    }
  }

  /// Elements on a bound may only rise: half of the clipped starts do, and all of the inner ones.
  @Test func innerPointsOfZerosLeaveTheBound() {
    var stream = RandomStream(seed: 5)
    let set = Self.set(.linf, 0.25, clean: [Float](repeating: 0, count: 1000), bounds: 0...1)
    let clipped = set.randomPoint(using: &stream), inner = set.randomInnerPoint(using: &stream)
    #expect((400...600).contains(clipped.count { $0 == 0 }))
    #expect(!inner.contains { $0 <= 0 || $0 > 0.25 })
    #expect(abs(inner.reduce(0, +) / 1000 - 0.125) < 0.02)
  }
}
