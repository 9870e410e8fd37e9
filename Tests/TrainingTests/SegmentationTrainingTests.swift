import Attacks
import Evaluation
import Networks
import Tensors
import TestSupport
import Testing
import Training

/// Small networks that learn to find a bright square: with a mask smaller than the image, and against SegPGD.
@Suite struct SegmentationTrainingTests {
  /// The square has 3 pixels a side, in larger images a quarter of theirs: DeepLab answers on a coarser grid than it sees.
  private static func examples(_ count: Int, side: Int, mask: Int, seed: UInt64) -> StoredExamples {
    var stream = RandomStream(seed: seed)
    let border = (side - mask) / 2
    let square = side < 32 ? 3 : side / 4
    return StoredExamples(
      (0..<count).map { index in
        let (top, left) = (
          stream.nextIndex(in: border..<side - border - square + 1),
          stream.nextIndex(in: border..<side - border - square + 1)
        )
        func isInside(_ row: Int, _ column: Int) -> Bool {
          (top..<top + square).contains(row) && (left..<left + square).contains(column)
        }
        let image = (0..<side * side).map { place in
          (isInside(place / side, place % side) ? 0.6 : 0.2) + 0.2 * stream.nextUniform()
        }
        let classes = (0..<mask * mask).map { Int32(isInside($0 / mask + border, $0 % mask + border) ? 1 : 0) }
        return Example(
          id: "square\(index)", input: Tensor(shape: [1, side, side], scalars: image),
          target: TrainingTarget(classes: classes))
      })
  }

  private static func trainer(
    _ network: any Architecture, _ folder: TemporaryFolder, loss: String, _ change: (inout TrainingSettings) -> Void
  ) throws -> Trainer {
    let (side, mask) = (network.inputShape[1], network.outputShape[1])
    var settings = TrainingSettings(
      epochs: 30, batchSize: 4, rate: 0.01, loss: try TrainingLoss(parsing: loss), seed: 3)
    change(&settings)
    return try Trainer(
      network, settings,
      layout: ExampleLayout(
        shape: network.inputShape, axes: network.inputAxes, bounds: 0...1, outputShape: network.outputShape),
      training: examples(16, side: side, mask: mask, seed: 1), validation: examples(8, side: side, mask: mask, seed: 2),
      paths: TrainingPaths(folder: folder.path))
  }

  private static func unet(_ side: Int, classes: Int, _ change: (inout UNet) -> Void) -> UNet {
    var network = UNet(inputShape: [1, side, side], classes: classes)
    (network.width, network.depth) = (4, 1)
    change(&network)
    return network
  }

  static let learners: [(String, any Architecture, String)] = [
    ("valid", unet(28, classes: 2) { ($0.padding, $0.normalization) = (.valid, .none) }, "cross-entropy+dice"),
    ("reflect", unet(14, classes: 2) { ($0.padding, $0.normalization) = (.reflect, .none) }, "cross-entropy+dice"),
    ("instance", unet(12, classes: 1) { $0.normalization = .instance }, "bce+dice"),
    ("deeplab", small(DeepLab(inputShape: [1, 48, 48], classes: 1)), "bce+dice"),
  ]

  private static func small(_ network: DeepLab) -> DeepLab {
    var network = network
    (network.width, network.rates) = (4, [1])
    return network
  }

  @Test(arguments: learners)
  func theSquareIsFound(_ name: String, _ network: any Architecture, _ loss: String) throws {
    let folder = try TemporaryFolder()
    let end = try Self.trainer(network, folder, loss: loss) { $0.augmentation = .none }.run()
    #expect(end.bestScore ?? 0 > 0.7, "\(name): Dice \(end.bestScore ?? 0)")
  }

  @Test func trainingAgainstSegPGDMakesMasksHold() throws {
    let network = Self.unet(12, classes: 1) { $0.normalization = .batch }
    let attack = AdversarialTraining(.segPGD, size: 0.1)
    #expect(attack.steps == 3)
    let (plain, hardened) = (try TemporaryFolder(), try TemporaryFolder())
    _ = try Self.trainer(network, plain, loss: "bce+dice") { _ in }.run()
    _ = try Self.trainer(network, hardened, loss: "bce+dice") { $0.adversarial = attack }.run()
    let (before, after) = (try Self.robustDice(plain, network), try Self.robustDice(hardened, network))
    #expect(after > before, "\(before) before, \(after) after")
  }

  /// The mean Dice on unseen images after five signed gradient steps on the cross-entropy.
  private static func robustDice(_ folder: TemporaryFolder, _ network: UNet) throws -> Double {
    let best = try BestWeights(contentsOf: folder.file("best.safetensors"))
    let unseen = examples(8, side: 12, mask: 12, seed: 9).examples
    let (victim, clean) = (try PlanVictim(best, batch: 8), Tensor(batching: unseen.map(\.input)))
    var inputs = clean
    for _ in 0..<5 {
      let gradient = try victim.logitsAndGradient(at: inputs) {
        BinaryCrossEntropyLoss()($0, unseen.map(\.target)).cotangent
      }.gradient
      let moved = inputs.scalars.indices.map { place in
        let step: Float = gradient.scalars[place] > 0 ? 0.05 : gradient.scalars[place] < 0 ? -0.05 : 0
        let (low, high) = (max(clean.scalars[place] - 0.1, 0), min(clean.scalars[place] + 0.1, 1))
        return min(max(inputs.scalars[place] + step, low), high)
      }
      inputs = Tensor(shape: inputs.shape, scalars: moved)
    }
    let scores = zip(try victim.logits(of: inputs).samples, unseen).map { Prediction.score($0, $1.target) }
    return scores.reduce(0, +) / Double(scores.count)
  }
}
