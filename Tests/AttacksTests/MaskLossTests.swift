import Attacks
import Tensors
import Testing

@Suite struct MaskLossTests {
  private let goal = MaskGoal(target: [0, 1, 2, 1, 9, 0], height: 2, width: 3, classCount: 3, ignoredLabel: 9)
  private let logits = Tensor(
    shape: [1, 3, 2, 3],
    scalars: [
      2, 1, 0, -1, 5, -2,
      1, 3, 1, 0, 0, 1,
      0, 2, -1, 4, 0, 0.5,
    ])

  /// Right: pixels 0 and 1.
  ///
  /// Wrong: 2 (0 and 1 beat 2), 3 (2 beats 1), 5 (1 beats 0). Pixel 4 is ignored.
  @Test func onlyWrongPixelsCountAndOnlyTheirWantedLogit() {
    let (value, cotangent, active) = MaskLoss()(logits, goal: goal)
    #expect(value == -3 && active == 3)
    let expected: [Float] = [
      0, 0, 0, 0, 0, 1,
      0, 0, 0, 1, 0, 0,
      0, 0, 1, 0, 0, 0,
    ]
    #expect(cotangent.scalars == expected)
    #expect(cotangent.shape == logits.shape)
  }

  @Test func theMarginAlsoPushesTheRivalDown() {
    let (value, cotangent, _) = MaskLoss(term: .margin)(logits, goal: goal)
    #expect(value == -9)  // −1−1, 0−4, −2−1
    let expected: [Float] = [
      0, 0, 0, 0, 0, 1,
      0, 0, -1, 1, 0, -1,
      0, 0, 1, -1, 0, 0,
    ]
    #expect(cotangent.scalars == expected)
  }

  @Test func theStaticMaskKeepsEveryPixelThatCounts() {
    let (value, cotangent, active) = MaskLoss(isAdaptive: false)(logits, goal: goal)
    #expect(active == 5 && value == 2)
    #expect(cotangent.scalars.reduce(0, +) == 5)
    #expect((0..<3).allSatisfy { cotangent.scalars[$0 * 6 + 4] == 0 })
  }

  @Test func confidenceKeepsPixelsUntilTheirMarginIsLargeEnough() {
    #expect(MaskLoss(confidence: 0.5)(logits, goal: goal).active == 3)
    #expect(MaskLoss(confidence: 1)(logits, goal: goal).active == 5)
  }

  @Test(arguments: MaskLoss.Term.allCases, [true, false])
  func theCotangentIsTheCentralDifference(term: MaskLoss.Term, isAdaptive: Bool) {
    let loss = MaskLoss(term: term, isAdaptive: isAdaptive, confidence: isAdaptive ? 0.3 : 0)
    var stream = RandomStream(seed: 4)
    let random = logits.map { _ in 3 * stream.nextGaussian() }
    let cotangent = loss(random, goal: goal).cotangent
    let width: Float = 0x1p-10
    for index in random.scalars.indices {
      func value(_ offset: Float) -> Double {
        var moved = random
        moved.withMutableScalars { $0[index] += offset }
        return loss(moved, goal: goal).value
      }
      let slope = (value(width) - value(-width)) / Double(2 * width)
      #expect(abs(slope - Double(cotangent.scalars[index])) < 1e-3, "logit \(index)")
    }
  }
}
