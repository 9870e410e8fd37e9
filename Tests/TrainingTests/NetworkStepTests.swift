import Evaluation
import Networks
import Tensors
import TestSupport
import Testing
import Training

/// A few steps of a small network, against the same steps in PyTorch.
@Suite struct NetworkStepTests {
  struct Known: Decodable {
    struct Array: Decodable {
      let shape: [Int]
      let scalars: [Float]
      var tensor: Tensor { Tensor(shape: shape, scalars: scalars) }
    }
    let inputs, logits: [Float]
    let labels: [Int]
    let before, after: [String: Array]
    let losses: [Double]
  }

  @Test func weightsStatisticsAndLossesAreThoseOfPyTorch() throws {
    let known: Known = try TorchFixture.read("network.json")
    var network = RadarConv3D(inputShape: [1, 4, 8, 8], classes: 2)
    (network.widths, network.timePooling, network.spacePooling) = ([2, 3], [1, 2], [2, 2])
    (network.dropout, network.spatialDropout) = (0, 0)
    var weights = try network.initialParameters(seed: 0)
    for (name, array) in known.before {
      #expect(weights[name]?.shape == array.shape)
      weights[name] = array.tensor
    }
    let examples = known.labels.enumerated().map { index, label in
      Example(
        id: "\(index)",
        input: Tensor(shape: [1, 4, 8, 8], scalars: Array(known.inputs[index * 256..<(index + 1) * 256])),
        target: TrainingTarget(label: label))
    }
    let folder = try TemporaryFolder()
    let settings = TrainingSettings(
      epochs: 4, batchSize: 6, optimizer: .sgd(SGDSettings(momentum: 0.9)), rate: 0.05, schedule: .constant)
    let trainer = try Trainer(
      network, settings,
      layout: ExampleLayout(
        shape: [1, 4, 8, 8], axes: [.channel, .time, .range, .doppler], bounds: 0...1, outputShape: [2]),
      training: StoredExamples(examples), paths: TrainingPaths(folder: folder.path), weights: weights)
    _ = try trainer.run()
    for (epoch, loss) in zip(trainer.epochs, known.losses) { #expect(abs(epoch.trainingLoss - loss) < 1e-5) }
    let best = try BestWeights(contentsOf: folder.file("best.safetensors"))
    for (name, array) in known.after {
      let found = try #require(best.weights[name])
      for (mine, theirs) in zip(found.scalars, array.scalars) { #expect(abs(mine - theirs) < 1e-5, "\(name)") }
    }
    let logits = try EvaluationPass(network, batch: 4).logits(of: examples.map(\.input), weights: best.ordered())
    for (mine, theirs) in zip(logits.flatMap(\.scalars), known.logits) { #expect(abs(mine - theirs) < 1e-4) }
  }
}
