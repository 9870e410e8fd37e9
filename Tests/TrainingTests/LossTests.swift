import Attacks
import Tensors
import Testing
import Training

@Suite struct LossTests {
  struct Case: Decodable, Sendable, CustomStringConvertible {
    let name: String
    let shape: [Int]
    let logits: [Double]
    let targets: [[Int32]]
    let value: Double
    let gradient: [Double]
    let smoothing: Double
    let weights: [Double]?
    var description: String { "\(name) \(shape) \(smoothing)" }

    var loss: TrainingLoss {
      switch name {
      case "dice": TrainingLoss([.dice(DiceLoss(smoothing: smoothing))])
      case "bce": TrainingLoss([.binaryCrossEntropy(BinaryCrossEntropyLoss(positiveWeight: smoothing))])
      default: .crossEntropy(smoothing: smoothing, classWeights: weights)
      }
    }

    var tensor: Tensor { Tensor(shape: shape, scalars: logits.map { Float($0) }) }
    var classes: [TrainingTarget] { targets.map { TrainingTarget(classes: $0) } }
  }

  static let cases: [Case] = (try? TorchFixture.read("losses.json")) ?? []

  @Test func theFixtureIsThere() { #expect(Self.cases.count == 8) }

  @Test(arguments: cases) func valueAndDerivativeAreThoseOfPyTorch(_ known: Case) {
    let found = known.loss(known.tensor, known.classes)
    let mean = found.values.reduce(0, +) / Double(found.values.count)
    #expect(abs(mean - known.value) < 1e-6)
    for (mine, theirs) in zip(found.cotangent.scalars, known.gradient) { #expect(abs(Double(mine) - theirs) < 1e-6) }
  }

  @Test(arguments: cases) func theDerivativeIsTheLimitOfDifferences(_ known: Case) {
    let cotangent = known.loss(known.tensor, known.classes).cotangent
    func mean(_ logits: Tensor) -> Double {
      known.loss(logits, known.classes).values.reduce(0, +) / Double(known.shape[0])
    }
    for place in 0..<cotangent.count {
      var (up, down) = (known.tensor.scalars, known.tensor.scalars)
      up[place] += 0.01
      down[place] -= 0.01
      let step = Double(up[place]) - Double(down[place])
      let slope =
        (mean(Tensor(shape: known.shape, scalars: up)) - mean(Tensor(shape: known.shape, scalars: down))) / step
      #expect(abs(slope - Double(cotangent.scalars[place])) < 2e-5)
    }
  }

  @Test func aSumOfLossesAddsValuesAndDerivatives() throws {
    let known = try #require(Self.cases.first { $0.name == "bce" })
    let parts = [TrainingLoss([.dice(DiceLoss())]), TrainingLoss([.binaryCrossEntropy(BinaryCrossEntropyLoss())])]
    let sum = try TrainingLoss(parsing: "bce+dice")(known.tensor, known.classes)
    let single = parts.map { $0(known.tensor, known.classes) }
    for index in sum.values.indices {
      #expect(abs(sum.values[index] - single[0].values[index] - single[1].values[index]) < 1e-9)
    }
    for index in sum.cotangent.scalars.indices {
      let expected = single[0].cotangent.scalars[index] + single[1].cotangent.scalars[index]
      #expect(abs(sum.cotangent.scalars[index] - expected) < 1e-7)
    }
  }

  @Test func theDivergenceIsThatOfPyTorch() throws {
    struct Known: Decodable { let clean, perturbed, cleanGradient, perturbedGradient: [Double], value: Double }
    let known: Known = try TorchFixture.read("divergence.json")
    func tensor(_ numbers: [Double]) -> Tensor { Tensor(shape: [3, 4], scalars: numbers.map { Float($0) }) }
    let found = DivergenceLoss.evaluate(clean: tensor(known.clean), perturbed: tensor(known.perturbed))
    #expect(abs(found.values.reduce(0, +) / 3 - known.value) < 1e-6)
    for (mine, theirs) in zip(found.clean.scalars, known.cleanGradient) { #expect(abs(Double(mine) - theirs) < 1e-6) }
    for (mine, theirs) in zip(found.perturbed.scalars, known.perturbedGradient) {
      #expect(abs(Double(mine) - theirs) < 1e-6)
    }
  }

  @Test func oneLogitDivergesAsTheTwoLogitsItStandsFor() {
    let (clean, perturbed): ([Float], [Float]) = ([0.7, -2, 30], [-1.1, 3, 20])
    func pairs(_ logits: [Float]) -> Tensor { Tensor(shape: [3, 2], scalars: logits.flatMap { [0, $0] }) }
    let one = DivergenceLoss.evaluate(
      clean: Tensor(shape: [3, 1], scalars: clean), perturbed: Tensor(shape: [3, 1], scalars: perturbed))
    let two = DivergenceLoss.evaluate(clean: pairs(clean), perturbed: pairs(perturbed))
    for index in 0..<3 {
      #expect(abs(one.values[index] - two.values[index]) < 1e-9)
      #expect(abs(one.clean.scalars[index] - two.clean.scalars[2 * index + 1]) < 1e-6)
      #expect(abs(one.perturbed.scalars[index] - two.perturbed.scalars[2 * index + 1]) < 1e-6)
    }
  }

  @Test func aBatchOfNothingButVoidCostsNothing() {
    let targets = [TrainingTarget(classes: [-1, -1])]
    for (text, classes) in [("cross-entropy", 3), ("dice", 3), ("bce+dice", 1)] {
      let logits = Tensor(repeating: 2, shape: [1, classes, 1, 2])
      let found = try? TrainingLoss(parsing: text)(logits, targets)
      #expect(found?.values == [0])
      #expect(found?.cotangent.scalars.allSatisfy { $0 == 0 } == true)
    }
  }

  @Test func hugeLogitsGiveFiniteLosses() {
    let logits = Tensor(shape: [1, 3], scalars: [-1e30, 1e30, 0])
    let found = TrainingLoss.crossEntropy()(logits, [TrainingTarget(label: 0)])
    #expect(found.values[0].isFinite && found.values[0] > 1e30)
    #expect(found.cotangent.scalars == [-1, 1, 0])
  }

  @Test func aLossThatDoesNotFitTheOutputsIsRefused() throws {
    #expect(throws: TrainingError.self) { try TrainingLoss(parsing: "bce").check(outputShape: [4]) }
    #expect(throws: TrainingError.self) { try TrainingLoss(parsing: "dice").check(outputShape: [4]) }
    #expect(throws: TrainingError.self) { try TrainingLoss(parsing: "cross-entropy").check(outputShape: [1, 8, 8]) }
    #expect(throws: TrainingError.self) {
      try TrainingLoss.crossEntropy(classWeights: [1, 2]).check(outputShape: [3])
    }
    #expect(throws: TrainingError.self) { try TrainingLoss(parsing: "hinge") }
    try TrainingLoss(parsing: "bce+dice").check(outputShape: [1, 8, 8])
  }
}
