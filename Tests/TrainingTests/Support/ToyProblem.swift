import Evaluation
import Networks
import Tensors
import TestSupport
import Training

/// Short sequences whose class is how large a bright spot is: easy to learn, quick to train on.
enum ToyProblem {
  static let shape = [1, 4, 8, 8]
  static let classes = 3

  static let layout = ExampleLayout(
    shape: shape, axes: [.channel, .time, .range, .doppler], bounds: 0...1, outputShape: [classes])

  static var architecture: RadarConv3D {
    var network = RadarConv3D(inputShape: shape, classes: classes)
    network.widths = [4, 8]
    network.timePooling = [1, 2]
    network.spacePooling = [2, 2]
    network.dropout = 0.2
    network.spatialDropout = 0.1
    return network
  }

  /// `count` examples, the classes in turn; the last frame of each is padding.
  static func examples(_ count: Int, seed: UInt64 = 1) -> StoredExamples {
    var stream = RandomStream(seed: seed)
    return StoredExamples(
      (0..<count).map { index in
        let label = index % classes
        var input = Tensor(shape: shape)
        input.withUnsafeMutableScalars { scalars in
          for place in scalars.indices.dropLast(64) { scalars[place] = 0.3 * stream.nextUniform() }
          for frame in 0..<3 {
            for row in 0..<1 + 3 * label { scalars[frame * 64 + row * 8 + 3 + frame] = 0.9 }
          }
        }
        return Example(
          id: "toy\(index)", input: input, target: TrainingTarget(label: label),
          frameKinds: [.idle, .action, .action, .padding])
      })
  }

  static func settings(epochs: Int = 3) -> TrainingSettings {
    var settings = TrainingSettings(epochs: epochs, batchSize: 6, rate: 0.01, averageDecay: 0.9, seed: 5)
    settings.clipping = 1
    settings.augmentation = AugmentationPipeline([
      .timeShift(frames: 1, repeatsEdge: false), .noise(level: 0.05), .amplitude(spread: 0.1),
    ])
    return settings
  }

  static func trainer(
    _ settings: TrainingSettings, in folder: TemporaryFolder, training: any ExampleSource = examples(18),
    validation: (any ExampleSource)? = examples(9, seed: 2)
  ) throws -> Trainer {
    try Trainer(
      architecture, settings, layout: layout, training: training, validation: validation,
      paths: TrainingPaths(folder: folder.path))
  }
}
