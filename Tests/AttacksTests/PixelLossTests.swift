import Attacks
import Foundation
import Tensors
import Testing

/// Every loss of attacks on segmentation networks, for drawing and destroying masks of two and four classes.
@Suite struct PixelLossTests {
  private static func goal(_ classes: Int, _ aim: MaskGoal.Aim) -> MaskGoal {
    let target = [0, 1, 2, 3, 1, 255, 2, 0, 3, 1].map { $0 == 255 ? 255 : $0 % classes }
    return MaskGoal(target: target, height: 2, width: 5, classCount: classes, ignoredLabel: 255, aim: aim)
  }

  private static func logits(_ classes: Int, seed: UInt64 = 5) -> Tensor {
    var stream = RandomStream(seed: seed)
    return Tensor(shape: [1, classes, 2, 5], scalars: (0..<classes * 10).map { _ in 2 * stream.nextGaussian() })
  }

  /// The loss's value with its weights held still: what the derivative is taken of.
  private static func frozenValue(_ loss: PixelLoss, _ logits: Tensor, _ goal: MaskGoal, weights: [Double]) -> Double {
    let term: PixelLoss =
      switch loss {
      case .balancedCrossEntropy, .cosineCrossEntropy, .maskedCrossEntropy: .crossEntropy
      case .maskedSpherical: .spherical
      case .maskedMargin: .margin
      default: loss
      }
    guard term != .softIoU, term != .softDice, term != .houdini else { return term(logits, goal: goal).value }
    // A pixel alone has the weight 1.
    return (0..<10).reduce(0.0) { sum, pixel in
      guard weights[pixel] != 0 else { return sum }
      let classes = logits.shape[1]
      let alone = MaskGoal(target: [goal.target[pixel]], height: 1, width: 1, classCount: classes, aim: goal.aim)
      let own = Tensor(shape: [classes, 1, 1], scalars: (0..<classes).map { logits.scalars[$0 * 10 + pixel] })
      return sum + weights[pixel] * term(own, goal: alone).value
    }
  }

  @Test(arguments: PixelLoss.allCases, MaskGoal.Aim.allCases)
  func theCotangentIsTheCentralDifference(loss: PixelLoss, aim: MaskGoal.Aim) {
    for classes in [2, 4] {
      let (goal, logits) = (Self.goal(classes, aim), Self.logits(classes))
      let weights = loss.weights(logits, goal: goal, progress: 0.6)
      let (value, cotangent) = loss(logits, goal: goal, progress: 0.6)
      #expect(abs(value - Self.frozenValue(loss, logits, goal, weights: weights)) < 1e-6)
      let width: Float = 0x1p-9
      for index in logits.scalars.indices {
        func value(_ offset: Float) -> Double {
          var moved = logits
          moved.withMutableScalars { $0[index] += offset }
          return Self.frozenValue(loss, moved, goal, weights: weights)
        }
        let slope = (value(width) - value(-width)) / Double(2 * width)
        #expect(abs(slope - Double(cotangent.scalars[index])) < 2e-5, "\(loss) \(aim), logit \(index)")
      }
      #expect((0..<classes).allSatisfy { cotangent.scalars[$0 * 10 + 5] == 0 }, "the ignored pixel")
      #expect(cotangent.scalars.contains { $0 != 0 })
    }
  }

  /// Raising a loss raises what the attacker wants: one step up must improve the margins.
  @Test(arguments: PixelLoss.allCases, MaskGoal.Aim.allCases)
  func aStepUpServesTheAttacker(loss: PixelLoss, aim: MaskGoal.Aim) {
    let (goal, logits) = (Self.goal(4, aim), Self.logits(4, seed: 8))
    let (value, cotangent) = loss(logits, goal: goal, scaling: .unit)
    var moved = logits
    moved.withMutableScalars { for index in $0.indices { $0[index] += 1e-2 * cotangent.scalars[index] } }
    // Weights that follow the prediction can take more than the terms give.
    if [.crossEntropy, .jensenShannon, .spherical, .margin].contains(loss) {
      #expect(loss(moved, goal: goal).value > value)
    }
    #expect(PixelLoss.margin(moved, goal: goal).value > PixelLoss.margin(logits, goal: goal).value)
    #expect(cotangent.scalars.map(abs).max() == 1)
  }

  /// Two pixels of class 0, one still right, one not.
  ///
  /// λ = ¼ half way.
  @Test func weightsAreThoseOfThePapers() {
    let logits = Tensor(shape: [2, 1, 2], scalars: [1, 0, 0, 3])
    let goal = MaskGoal(target: [0, 0], height: 1, width: 2, aim: .destroy)
    func weights(_ loss: PixelLoss, _ progress: Double = 0, _ goal: MaskGoal) -> [Double] {
      loss.weights(logits, goal: goal, progress: progress)
    }
    #expect(weights(.balancedCrossEntropy, 0, goal) == [0.5, 0])
    #expect(weights(.balancedCrossEntropy, 0.5, goal) == [0.375, 0.125])
    #expect(weights(.balancedCrossEntropy, 1, goal) == [0.25, 0.25])
    #expect(weights(.maskedCrossEntropy, 1, goal) == [0.5, 0])
    let first = 1 / (1 + exp(-1.0))
    let cosine = first / (first * first + (1 - first) * (1 - first)).squareRoot()
    #expect(abs(weights(.cosineCrossEntropy, 0, goal)[0] - cosine / 2) < 1e-12)
    let drawn = MaskGoal(target: [0, 0], height: 1, width: 2)
    #expect(abs(weights(.cosineCrossEntropy, 0, drawn)[0] - (1 - cosine) / 2) < 1e-12)
    #expect(weights(.balancedCrossEntropy, 0.5, drawn) == [0.125, 0.375])
    // Class 0 has an IoU of ½: one pixel of two.
    #expect(weights(.houdini, 0, goal) == [0.25, 0.25])
  }

  /// By the definition, with the mixture written out.
  @Test func theDivergenceIsJensensAndShannons() {
    let p = [0.2, 0.7, 0.1]
    let logits = Tensor(shape: [3, 1, 1], scalars: p.map { Float(log($0)) })
    let own = [1.0, 0, 0]
    let mixture = zip(p, own).map { ($0 + $1) / 2 }
    let first = zip(p, mixture).reduce(0.0) { $0 + $1.0 * log($1.0 / $1.1) }
    let expected = (first + log(1 / mixture[0])) / 2
    let goal = MaskGoal(target: [0], height: 1, width: 1, classCount: 3, aim: .destroy)
    #expect(abs(PixelLoss.jensenShannon(logits, goal: goal).value - expected) < 1e-7)
  }

  @Test(arguments: [PixelLoss.crossEntropy, .balancedCrossEntropy, .cosineCrossEntropy, .maskedCrossEntropy, .margin])
  func scaledLogitsHideNothing(loss: PixelLoss) {
    let logits = Tensor(shape: [3, 1, 1], scalars: [9000, -500, 100])
    let goal = MaskGoal(target: [0], height: 1, width: 1, classCount: 3, aim: .destroy)
    let (value, cotangent) = loss(logits, goal: goal, scaling: .unit)
    #expect(value.isFinite && cotangent.scalars == [-1, 0, 1])
  }

  /// A network with one logit has one difference: the angle of (−z/2, z/2) never changes.
  @Test func theAngleOfTwoOppositeLogitsIsReplacedByTheirMargin() {
    let logits = Tensor(shape: [2, 1, 1], scalars: [-1.5, 1.5])
    let goal = MaskGoal(target: [1], height: 1, width: 1, aim: .destroy)
    #expect(PixelLoss.maskedSpherical(logits, goal: goal).cotangent.scalars == [1, -1])
  }

  @Test(arguments: PixelLoss.allCases) func numbersThatAreNoneHaveNoSay(loss: PixelLoss) {
    let logits = Tensor(shape: [2, 1, 3], scalars: [1, .nan, 0, 0.5, 0, .infinity])
    for aim in MaskGoal.Aim.allCases {
      let goal = MaskGoal(target: [0, 0, 1], height: 1, width: 3, aim: aim)
      let (value, cotangent) = loss(logits, goal: goal)
      #expect(value.isFinite)
      #expect([1, 2, 4, 5].allSatisfy { cotangent.scalars[$0] == 0 || $0 % 3 == 2 && cotangent.scalars[$0].isFinite })
    }
  }
}
