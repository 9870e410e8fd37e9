import Attacks
import Testing

/// A mask of ten pixels: six of background, four of class 1.
@Suite struct SparedPixelsTests {
  private func goal(_ aim: MaskGoal.Aim, ignoring ignored: [Int] = []) -> MaskGoal {
    var target = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]
    for pixel in ignored { target[pixel] = 255 }
    return MaskGoal(target: target, height: 2, width: 5, classCount: 2, ignoredLabel: 255, aim: aim)
  }

  /// Constraint i is missed by i + 1.
  private let constraints = (1...10).map(Double.init)

  private func left(
    _ success: MaskThreshold, _ goal: MaskGoal, progress: Double = 1, constraints: [Double]? = nil,
    weights: [Double] = [Double](repeating: 1, count: 10)
  ) -> [Int] {
    var weights = weights
    SparedPixels(success: success, goal: goal).leaveOut(
      of: constraints ?? self.constraints, progress: progress, from: &weights)
    return weights.indices.filter { weights[$0] == 0 }
  }

  @Test(arguments: [(0, []), (0.3, []), (0.4, [9]), (0.7, [9]), (1, [8, 9])] as [(Double, [Int])])
  func ofAShareOfPixelsTheLargestAreLeftOutAsTheSearchGoesOn(progress: Double, spared: [Int]) {
    #expect(left(MaskThreshold(.pixels, 0.75), goal(.draw), progress: progress) == spared)
  }

  @Test func pixelsThatDoNotCountGiveNoRoom() {
    // A quarter of ten is two; of seven, one.
    #expect(left(MaskThreshold(.pixels, 0.75), goal(.draw, ignoring: [0, 1, 2])) == [9])
    #expect(left(MaskThreshold(.pixels, 1), goal(.draw)).isEmpty)
  }

  /// A class that misses a quarter of its four pixels has an IoU of three quarters.
  @Test func toDrawAMaskItsSmallestClassSaysHowMany() {
    #expect(left(MaskThreshold(.meanIoU, 0.75), goal(.draw)) == [9])
    #expect(left(MaskThreshold(.meanIoU, 0.8), goal(.draw)).isEmpty)
    let classes = MaskGoal(target: [0, 0, 0, 0, 1, 1, 1, 1, 2, 2], height: 2, width: 5, classCount: 3)
    #expect(left(MaskThreshold(.meanIoU, 0.5), classes) == [9])
  }

  @Test func toDestroyAMaskItsBackgroundMayStay() {
    #expect(left(MaskThreshold(.meanIoU, 1), goal(.destroy)) == [0, 1, 2, 3, 4, 5])
    #expect(left(MaskThreshold(.meanIoU, 0.5), goal(.destroy)) == [0, 1, 2, 3, 4, 5, 8, 9])
    // Without an object all there is to destroy is background.
    let empty = MaskGoal(target: [Int](repeating: 0, count: 10), height: 2, width: 5, aim: .destroy)
    #expect(left(MaskThreshold(.meanIoU, 0.5), empty).isEmpty)
  }

  @Test func whatHoldsOrHasNoWeightIsNotSpared() {
    var constraints = constraints
    constraints[9] = -1
    var weights = [Double](repeating: 1, count: 10)
    weights[8] = 0
    #expect(
      left(MaskThreshold(.pixels, 0.75), goal(.draw), constraints: constraints, weights: weights) == [6, 7, 8])
  }
}
