import Attacks
import Tensors
import TestSupport
import Testing

/// Reference numbers: the closed forms, evaluated with numpy.
@Suite struct ClassificationLossTests {
  static let combinations: [(ClassificationLoss, ClassAim)] = ClassificationLoss.allCases.flatMap { loss in
    [
      (loss, ClassAim(goal: .untargeted(label: 1))),
      (loss, ClassAim(goal: .targeted(class: 3), label: 1)),
    ]
  }

  private func value(_ loss: ClassificationLoss, _ logits: [Double], _ aim: ClassAim) -> Double {
    loss(Tensor(shape: [1, logits.count], scalars: logits.map(Float.init)), aims: [aim]).values[0]
  }

  /// The scale of `mifpe` is no part of its derivative.
  @Test(arguments: combinations.filter { $0.0 != .mifpe })
  func theDerivativeIsTheCentralDifference(loss: ClassificationLoss, aim: ClassAim) {
    let logits: [Double] = [0.75, 1.5, -0.25, 0.5, 2.25, -1]
    let row = Tensor(shape: [1, 6], scalars: logits.map(Float.init))
    let cotangent = loss(row, aims: [aim]).cotangent.scalars
    for index in logits.indices {
      let width = 0x1p-8
      var (above, below) = (logits, logits)
      above[index] += width
      below[index] -= width
      let slope = (value(loss, above, aim) - value(loss, below, aim)) / (2 * width)
      #expect(abs(slope - Double(cotangent[index])) < 2e-5, "logit \(index)")
    }
  }

  @Test func theSoftmaxGradientOfALinearNetIsTheKnownOne() throws {
    let victim = SampleVictim.linear([[1, 2], [0, -1], [-2, 0.5]], bias: [0, 0.5, -0.2])
    let input = Tensor(shape: [1, 2], scalars: [0.3, 0.4])
    let (logits, gradient) = try victim.logitsAndGradient(at: input) {
      ClassificationLoss.crossEntropy($0, aims: [ClassAim(goal: .untargeted(label: 0))]).cotangent
    }
    #expect(close(logits.scalars, [1.1, 0.1, -0.6]))
    #expect(close(gradient.scalars, [-0.590708, -0.888493]))
    let cotangent = ClassificationLoss.crossEntropy(logits, aims: [ClassAim(goal: .untargeted(label: 0))]).cotangent
    #expect(close(cotangent.scalars, [0.644927 - 1, 0.237255, 0.117818]))
  }

  @Test func theDifferenceOfLogitsRatioIgnoresShiftsAndFactors() {
    let logits: [Double] = [3, 1, 0.5, -1]
    for (label, expected) in [(0, -0.8), (1, 0.8)] {
      let aim = ClassAim(goal: .untargeted(label: label))
      #expect(abs(value(.dlr, logits, aim) - expected) < 1e-6)
      #expect(abs(value(.dlr, logits.map { 10 * $0 }, aim) - expected) < 1e-6)
      #expect(abs(value(.dlr, logits.map { $0 + 7 }, aim) - expected) < 1e-6)
    }
    let targeted = ClassAim(goal: .targeted(class: 2), label: 0)
    #expect(abs(value(.dlr, logits, targeted) - -2.5 / 3.25) < 1e-6)
  }

  /// Logits 10⁴ apart leave the cross-entropy nothing to go by; scaled to a lead of 10 they say the same as any others.
  @Test func theScaledCrossEntropyIsThatOfALeadOfTen() {
    let aim = ClassAim(goal: .untargeted(label: 0))
    let scaled = Tensor(shape: [1, 3], scalars: [30, 20, -10])
    let expected = ClassificationLoss.crossEntropy(scaled, aims: [aim])
    for factor in [Float(0.25), 1, 1000] {
      let logits = Tensor(shape: [1, 3], scalars: [factor * 3, factor * 2, factor * -1])
      let found = ClassificationLoss.mifpe(logits, aims: [aim])
      #expect(abs(found.values[0] - expected.values[0]) < 1e-12 && expected.values[0] > 4e-5)
      let slopes = zip(found.cotangent.scalars, expected.cotangent.scalars)
      #expect(slopes.allSatisfy { abs($0 * factor / 10 - $1) < 1e-9 })
    }
    #expect(ClassificationLoss.crossEntropy(Tensor(shape: [1, 2], scalars: [1e4, 0]), aims: [aim]).values == [0])
  }

  @Test func theMarginIsTheDistanceInLogits() {
    let logits: [Double] = [3, 1, 0.5, -1]
    #expect(value(.margin, logits, ClassAim(goal: .untargeted(label: 0))) == -2)
    #expect(value(.margin, logits, ClassAim(goal: .targeted(class: 2))) == -2.5)
    #expect(value(.margin, logits, ClassAim(goal: .untargeted(label: 1))) == 2)
    #expect(value(.logit, logits, ClassAim(goal: .untargeted(label: 0))) == -3)
    #expect(value(.logit, logits, ClassAim(goal: .targeted(class: 3))) == -1)
  }

  /// ‖∂CE/∂z‖₁ = 2 (1 − p_y).
  @Test func theCrossEntropyGradientHasTheKnownSize() {
    let logits = Tensor(shape: [1, 3], scalars: [1.1, 0.1, -0.6])
    let cotangent = ClassificationLoss.crossEntropy(logits, aims: [ClassAim(goal: .untargeted(label: 0))]).cotangent
    let size = cotangent.scalars.reduce(0) { $0 + abs($1) }
    #expect(abs(size - 2 * (1 - 0.644927)) < 1e-5)
  }

  @Test func enormousLogitsNeitherOverflowNorLoseTheDirection() {
    let logits = Tensor(shape: [1, 3], scalars: [1e4, 0, -1e30])
    let aim = ClassAim(goal: .untargeted(label: 1))
    let far = ClassificationLoss.crossEntropy(logits, aims: [aim])
    #expect(far.values == [1e4])
    #expect(far.cotangent.scalars == [1, -1, 0])

    let saturated = Tensor(shape: [1, 3], scalars: [300, 0, 1])
    let exact = ClassificationLoss.crossEntropy(saturated, aims: [ClassAim(goal: .untargeted(label: 0))])
    #expect(exact.cotangent.scalars == [0, 0, 0])
    #expect(exact.values[0] > 0 && exact.values[0] < 1e-100)
    let unit = ClassificationLoss.crossEntropy(
      saturated, aims: [ClassAim(goal: .untargeted(label: 0))], scaling: .unit)
    #expect(close(unit.cotangent.scalars, [-1, 0.268941, 0.731059]))
  }

  @Test(arguments: combinations)
  func logitsThatAreNotNumbersTrapNothing(loss: ClassificationLoss, aim: ClassAim) {
    for poison in [Float.nan, .infinity, -.infinity] {
      for place in 0..<6 {
        var scalars: [Float] = [0.75, 1.5, -0.25, 0.5, 2.25, -1]
        scalars[place] = poison
        _ = loss(Tensor(shape: [1, 6], scalars: scalars), aims: [aim])
      }
    }
    let level = loss(Tensor(repeating: 1, shape: [1, 6]), aims: [aim]).cotangent
    #expect(level.scalars.allSatisfy { $0.isFinite })
    #expect(loss(Tensor(repeating: .nan, shape: [1, 6]), aims: [aim]).values[0].isNaN)
  }
}
