import Attacks
import Foundation
import Tensors
import Testing
import Training

@Suite struct SegPGDLossTests {
  /// Two right pixels, one wrong, one void; two classes.
  private static let logits = Tensor(shape: [1, 2, 2, 2], scalars: [2, -1, 0.5, 4, 0, 1, 1, 0])
  private static let targets = [TrainingTarget(classes: [0, 1, 0, -1])]

  @Test func theWeightsGoFromRightPixelsAloneToNearlyHalf() {
    #expect((0..<4).map { SegPGDLoss(step: $0, of: 4).progress } == [0, 0.25, 0.5, 0.75])
    #expect(SegPGDLoss(step: 0, of: 1).progress == 0)
  }

  @Test(arguments: 0..<4) func theValueIsThatOfTheFormula(_ step: Int) {
    let weight = Double(step) / 8
    let right = log1p(exp(-2.0)) + log1p(exp(-2.0))
    let expected = ((1 - weight) * right + weight * log1p(exp(0.5))) / 3
    #expect(abs(SegPGDLoss(step: step, of: 4)(Self.logits, Self.targets).values[0] - expected) < 1e-9)
  }

  @Test(arguments: [1, 2, 3]) func theDerivativeIsTheLimitOfDifferences(_ classes: Int) {
    var stream = RandomStream(seed: 2)
    let shape = [2, classes, 2, 3]
    let logits = Tensor(shape: shape, scalars: (0..<shape.product).map { _ in 2 * stream.nextGaussian() })
    let top = Int32(max(classes, 2))
    let targets = (0..<2).map { sample in
      TrainingTarget(classes: (0..<6).map { ($0 + sample) == 4 ? -1 : Int32($0) % top })
    }
    let loss = SegPGDLoss(step: 3, of: 5)
    let cotangent = loss(logits, targets).cotangent
    #expect(cotangent.scalars.contains { $0 != 0 })
    for place in 0..<logits.count {
      var (up, down) = (logits.scalars, logits.scalars)
      up[place] += 0.001
      down[place] -= 0.001
      func sum(_ scalars: [Float]) -> Double {
        loss(Tensor(shape: shape, scalars: scalars), targets).values.reduce(0, +)
      }
      let slope = (sum(up) - sum(down)) / (Double(up[place]) - Double(down[place]))
      #expect(abs(slope - Double(cotangent.scalars[place])) < 1e-4)
    }
  }

  @Test func oneLogitIsAsTheTwoLogitsItStandsFor() {
    let single = Tensor(shape: [1, 1, 2, 2], scalars: [0.5, -2, 3, -0.1])
    let pair = Tensor(shape: [1, 2, 2, 2], scalars: [0, 0, 0, 0] + single.scalars)
    let targets = [TrainingTarget(classes: [1, 1, 0, 0])]
    let (one, two) = (SegPGDLoss(step: 1, of: 3)(single, targets), SegPGDLoss(step: 1, of: 3)(pair, targets))
    #expect(abs(one.values[0] - two.values[0]) < 1e-9)
    for place in 0..<4 { #expect(abs(one.cotangent.scalars[place] - two.cotangent.scalars[4 + place]) < 1e-7) }
  }

  @Test func nothingButVoidPullsNowhere() {
    let found = SegPGDLoss(step: 0, of: 2)(Self.logits, [TrainingTarget(classes: [-1, -1, -1, -1])])
    #expect(found.values == [0] && found.cotangent.scalars.allSatisfy { $0 == 0 })
  }
}
