import Attacks
import Testing

/// Lengths of steps, along the direction (3, 4): its L2 norm is 5, its largest element 4.
@Suite struct BoundaryReachTests {
  private let direction: [Float] = [3, 4]

  private func reach(share: Double = 0.5, largestChange: Double = 100) -> BoundaryReach {
    BoundaryReach(share: share, pull: 0.1, largestChange: largestChange)
  }

  @Test(arguments: [(0.5, 10, 1), (0.25, 10, 0.5), (1, 2.5, 0.5)])
  func aStepIsItsShareOfTheWayToTheBoundary(share: Double, missing: Double, length: Double) {
    var reach = reach(share: share)
    let step = reach.step(missing: missing, along: direction)
    #expect(step?.length == length && step?.pull == 0.1)
  }

  /// The share grows by a tenth a step up to the whole way, the pull falls by a fifth.
  @Test func sharesGrowAndPullsFade() {
    var reach = reach(share: 0.8)
    let steps = (0..<4).compactMap { _ in reach.step(missing: 5, along: direction) }
    let expected = [0.8, 0.88, 0.968, 1, 0.1, 0.08, 0.064, 0.0512]
    #expect(steps.count == 4)
    for (found, wanted) in zip(steps.map(\.length) + steps.map(\.pull), expected) {
      #expect(abs(found - wanted) < 1e-12, "\(found) \(wanted)")
    }
  }

  /// A first change of at most 0.2 for an element of 4: 0.05 times the direction, 0.25 long; then twice that.
  @Test func theFirstChangeAndTheGrowthOfStepsAreLimited() {
    var reach = reach(largestChange: 0.2)
    let lengths = [1000, 1000, 1000, .infinity, .nan].map { missing in
      reach.step(missing: missing, along: direction)?.length ?? 0
    }
    #expect(zip(lengths, [0.25, 0.5, 1, 2, 4]).allSatisfy { abs($0 - $1) < 1e-12 }, "\(lengths)")
  }

  @Test(arguments: [0, -3, 1e-9]) func tiedPixelsMissALittle(missing: Double) {
    var reach = reach()
    let step = reach.step(missing: missing, along: direction)
    #expect(step?.length == 0.5 * 1e-3 / 5)
  }

  @Test func withoutADirectionThereIsNoStepAndNothingIsSpent() {
    var reach = reach()
    let nothing = reach.step(missing: 10, along: [0, 0])
    let step = reach.step(missing: 10, along: direction)
    #expect(nothing == nil)
    #expect(step?.length == 1 && step?.pull == 0.1)
  }
}
