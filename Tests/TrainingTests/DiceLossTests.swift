import Attacks
import Tensors
import Testing
import Training

/// Weights of classes, and masks in which a class is missing.
@Suite struct DiceLossTests {
  private static func logits(_ shape: [Int], seed: UInt64 = 1) -> Tensor {
    var stream = RandomStream(seed: seed)
    return Tensor(shape: shape, scalars: (0..<shape.product).map { _ in 2 * stream.nextGaussian() })
  }

  private static let targets = [
    TrainingTarget(classes: [0, 1, 2, 2, -1, 1]), TrainingTarget(classes: [0, 0, 0, 1, 1, -1]),
  ]

  private static func mean(_ evaluation: LossEvaluation) -> Double {
    evaluation.values.reduce(0, +) / Double(evaluation.values.count)
  }

  @Test(arguments: [nil, [0, 1, 1], [1, 1, 1], [0, 0, 3], [0.5, 2, 0]] as [[Double]?])
  func theDerivativeIsTheLimitOfDifferences(_ weights: [Double]?) {
    let (loss, logits) = (DiceLoss(smoothing: 0.5, classWeights: weights), Self.logits([2, 3, 2, 3]))
    let cotangent = loss(logits, Self.targets).cotangent
    for place in 0..<logits.count {
      var (up, down) = (logits.scalars, logits.scalars)
      up[place] += 0.01
      down[place] -= 0.01
      let rise = Self.mean(loss(Tensor(shape: logits.shape, scalars: up), Self.targets))
      let fall = Self.mean(loss(Tensor(shape: logits.shape, scalars: down), Self.targets))
      let slope = (rise - fall) / (Double(up[place]) - Double(down[place]))
      #expect(abs(slope - Double(cotangent.scalars[place])) < 2e-5)
    }
  }

  @Test func theWeightedLossIsTheMeanOfTheClasses() {
    let logits = Self.logits([2, 3, 2, 3])
    func value(_ weights: [Double]) -> Double { Self.mean(DiceLoss(classWeights: weights)(logits, Self.targets)) }
    let single = [value([1, 0, 0]), value([0, 1, 0]), value([0, 0, 1])]
    #expect(abs(value([1, 2, 5]) - (single[0] + 2 * single[1] + 5 * single[2]) / 8) < 1e-12)
    #expect(DiceLoss()(logits, Self.targets) == DiceLoss(classWeights: [0, 1, 1])(logits, Self.targets))
  }

  @Test func aClassThatIsNowhereCostsAlmostNothing() {
    var scalars = [Float](repeating: -20, count: 12)
    for place in 0..<4 { scalars[place] = 20 }
    let logits = Tensor(shape: [1, 3, 2, 2], scalars: scalars)
    let empty = [TrainingTarget(classes: [0, 0, 0, 0])]
    #expect(abs(DiceLoss()(logits, empty).values[0]) < 1e-6)
    let found = DiceLoss(smoothing: 0)(Tensor(repeating: -1000, shape: [1, 1, 2, 2]), empty)
    #expect(found.values == [0] && found.cotangent.scalars.allSatisfy { $0 == 0 })
  }

  @Test func allSixClassesOfASingleLogitAreTheObject() {
    let logits = Self.logits([1, 1, 2, 3])
    let many = DiceLoss()(logits, [TrainingTarget(classes: [0, 1, 2, 3, -1, 0])])
    #expect(many == DiceLoss()(logits, [TrainingTarget(classes: [0, 1, 1, 1, -1, 0])]))
  }

  @Test func weightsReachEveryTerm() throws {
    let several = try TrainingLoss(parsing: "cross-entropy+dice").weighing(classes: [1, 2, 3])
    let expected = TrainingLoss([
      .crossEntropy(CrossEntropyLoss(classWeights: [1, 2, 3])), .dice(DiceLoss(classWeights: [0, 2, 3])),
    ])
    #expect(several == expected)
    let single = try TrainingLoss(parsing: "bce+dice").weighing(classes: [2, 5])
    #expect(
      single == TrainingLoss([.binaryCrossEntropy(BinaryCrossEntropyLoss(positiveWeight: 2.5)), .dice(DiceLoss())]))
    try several.check(outputShape: [3, 8, 8])
    try single.check(outputShape: [1, 8, 8])
  }

  @Test(arguments: [[1, 1], [0, -1, 1], [0, 0, 0], [0, .nan, 1]] as [[Double]])
  func weightsThatFitNothingAreRefused(_ weights: [Double]) {
    let loss = TrainingLoss([.dice(DiceLoss(classWeights: weights))])
    #expect(throws: TrainingError.self) { try loss.check(outputShape: [3, 8, 8]) }
  }
}
