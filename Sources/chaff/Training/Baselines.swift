import Evaluation
import Foundation
import Networks
import Training

/// Simple methods on the same split: what a network must beat to have learned something.
struct Baselines {
  private let task: TrainingTask
  private let paths: TrainingPaths
  private let isQuiet: Bool

  init(_ task: TrainingTask, _ paths: TrainingPaths, isQuiet: Bool) {
    (self.task, self.paths, self.isQuiet) = (task, paths, isQuiet)
  }

  /// None without a test part.
  func results() throws -> [BaselineResult] {
    guard let test = task.test else { return [] }
    return [try nearestNeighbour(test), try linear(test)]
  }

  private func nearestNeighbour(_ test: any ExampleSource) throws -> BaselineResult {
    let neighbours = NearestNeighbour(try (0..<task.training.count).map(task.training.example))
    let classCount = task.layout.outputShape[0]
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for index in 0..<test.count {
      if Interruption.isRequested { throw TrainingSession.interruption(paths.folder) }
      let example = try test.example(at: index)
      if let truth = example.target.label, let guess = neighbours.label(of: example.input) {
        confusion[truth][guess] += 1
      }
    }
    return BaselineResult(
      name: "nearest neighbour", words: "the class of the nearest training input, by Euclidean distance",
      test: ClassificationTest(confusion: confusion))
  }

  /// The same settings, without adversarial training, in a folder of its own; always from the beginning.
  private func linear(_ test: any ExampleSource) throws -> BaselineResult {
    let network = LinearClassifier(inputShape: task.layout.shape, classes: task.layout.outputShape[0])
    var settings = task.settings
    settings.adversarial = nil
    let linearPaths = TrainingPaths(folder: paths.linearBaseline)
    try FileManager.default.createDirectory(atPath: linearPaths.folder, withIntermediateDirectories: true)
    let trainer = try Trainer(
      network, settings, layout: task.layout, training: task.training, validation: task.validation, paths: linearPaths)
    let end = try trainer.run(TrainingWatch(task, what: "Linear baseline", isQuiet: true).control)
    guard end.reason != .interrupted else { throw TrainingSession.interruption(paths.folder) }
    let best = try BestWeights(contentsOf: linearPaths.best)
    guard let score = try TestScore(best, test, batch: settings.batchSize).classification else {
      throw TrainingError("linear baseline", "it gives no classes", remedy: "leave --baselines out")
    }
    return BaselineResult(
      name: "linear classifier", words: "one weight a class and input element, trained with the same settings",
      test: score)
  }
}
