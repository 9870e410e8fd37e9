import Evaluation
import Foundation
import Networks
import Tensors
import TestSupport
import Testing
import Training

@Suite struct TrainerTests {
  private static func bytes(_ folder: TemporaryFolder, _ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
  }

  /// Trains until `steps` steps are done, however often it is interrupted on the way.
  private static func interrupting(after steps: Int) -> TrainingControl {
    var left = steps
    return TrainingControl(shouldStop: {
      left -= 1
      return left < 0
    })
  }

  @Test func trainingLearnsTheToyProblem() throws {
    let folder = try TemporaryFolder()
    let trainer = try ToyProblem.trainer(ToyProblem.settings(epochs: 18), in: folder)
    let end = try trainer.run()
    #expect(end.reason == .allEpochs && end.epochs == 18 && end.steps == 54)
    #expect(try #require(end.bestScore) > 0.95)
    #expect(trainer.epochs.count == 18)
    #expect(trainer.epochs[0].trainingLoss > 2 * trainer.epochs[17].trainingLoss)
    let best = try BestWeights(contentsOf: folder.file("best.safetensors"))
    #expect(best.epoch == end.bestEpoch)
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    let (first, second, third) = (try TemporaryFolder(), try TemporaryFolder(), try TemporaryFolder())
    _ = try ToyProblem.trainer(ToyProblem.settings(), in: first).run()
    _ = try ToyProblem.trainer(ToyProblem.settings(), in: second).run()
    var other = ToyProblem.settings()
    other.seed += 1
    _ = try ToyProblem.trainer(other, in: third).run()
    for name in ["best.safetensors", "checkpoint.safetensors"] {
      #expect(try Self.bytes(first, name) == Self.bytes(second, name))
      #expect(try Self.bytes(first, name) != Self.bytes(third, name))
    }
  }

  @Test(arguments: [0, 1, 3, 4, 8]) func aResumedRunEndsWithTheBytesOfAnUndisturbedOne(stoppedAfter steps: Int) throws {
    let (whole, halved) = (try TemporaryFolder(), try TemporaryFolder())
    let undisturbed = try ToyProblem.trainer(ToyProblem.settings(), in: whole)
    _ = try undisturbed.run()
    let first = try ToyProblem.trainer(ToyProblem.settings(), in: halved)
    let stop = try first.run(Self.interrupting(after: steps))
    #expect(stop.reason == .interrupted && stop.steps == steps)
    let second = try ToyProblem.trainer(ToyProblem.settings(), in: halved)
    try second.restore()
    let end = try second.run()
    #expect(end.reason == .allEpochs && end.steps == 9)
    for name in ["best.safetensors", "checkpoint.safetensors"] {
      #expect(try Self.bytes(whole, name) == Self.bytes(halved, name))
    }
    for (a, b) in zip(undisturbed.epochs, second.epochs) {
      var (a, b) = (a, b)
      (a.seconds, b.seconds, a.samplesPerSecond, b.samplesPerSecond) = (0, 0, 0, 0)
      #expect(a == b)
    }
    #expect(second.epochs.count == 3)
  }

  @Test func aRunThatWasKilledBetweenCheckpointsEndsTheSame() throws {
    let (whole, killed) = (try TemporaryFolder(), try TemporaryFolder())
    _ = try ToyProblem.trainer(ToyProblem.settings(), in: whole).run()
    let first = try ToyProblem.trainer(ToyProblem.settings(epochs: 3), in: killed)
    struct Killed: Error {}
    let source = FailingSource(base: ToyProblem.examples(18), failsAfter: 26)
    _ = first
    let dying = try ToyProblem.trainer(ToyProblem.settings(), in: killed, training: source)
    #expect(throws: FailingSource.Gone.self) { try dying.run() }
    let second = try ToyProblem.trainer(ToyProblem.settings(), in: killed)
    try second.restore()
    _ = try second.run()
    #expect(try Self.bytes(whole, "checkpoint.safetensors") == Self.bytes(killed, "checkpoint.safetensors"))
    #expect(try Self.bytes(whole, "best.safetensors") == Self.bytes(killed, "best.safetensors"))
  }

  @Test func anotherRunsCheckpointIsRefused() throws {
    let folder = try TemporaryFolder()
    _ = try ToyProblem.trainer(ToyProblem.settings(epochs: 1), in: folder).run()
    let other = try ToyProblem.trainer(ToyProblem.settings(epochs: 2), in: folder)
    #expect(throws: TrainingError.self) { try other.restore() }
  }

  @Test func patienceEndsTrainingEarly() throws {
    let folder = try TemporaryFolder()
    var settings = ToyProblem.settings(epochs: 30)
    // Nothing is learned at such a rate, so nothing gets better.
    settings.rate = 1e-12
    settings.schedule = .constant
    settings.averageDecay = nil
    settings.patience = 2
    let end = try ToyProblem.trainer(settings, in: folder).run()
    #expect(end.reason == .patience(epochs: 2))
    #expect(end.epochs < 30)
  }

  @Test func withoutValidationTheLastWeightsAreKept() throws {
    let folder = try TemporaryFolder()
    let trainer = try ToyProblem.trainer(ToyProblem.settings(), in: folder, validation: nil)
    let end = try trainer.run()
    #expect(end.bestEpoch == 3)
    #expect(trainer.epochs.allSatisfy { $0.isBest && $0.validationScore.isNaN })
  }

  @Test func anInputThatIsNotFiniteIsNamed() throws {
    let folder = try TemporaryFolder()
    var examples = ToyProblem.examples(18).examples
    examples[4].input = examples[4].input.map { _ in .nan }
    var settings = ToyProblem.settings()
    settings.augmentation = .none
    let trainer = try ToyProblem.trainer(settings, in: folder, training: StoredExamples(examples))
    let failure = #expect(throws: TrainingFailure.self) { try trainer.run() }
    #expect(failure?.kind == .input && failure?.name == "toy4")
    #expect(failure.map { (1...3).contains($0.step) } == true)
    _ = try Checkpoint(contentsOf: folder.file("checkpoint.safetensors"))
  }

  @Test func aRateThatIsTooLargeStopsTrainingAndSaysWhere() throws {
    let folder = try TemporaryFolder()
    var settings = ToyProblem.settings(epochs: 20)
    settings.optimizer = .sgd
    settings.rate = 1e30
    settings.clipping = nil
    settings.schedule = .constant
    let trainer = try ToyProblem.trainer(settings, in: folder)
    let failure = #expect(throws: TrainingFailure.self) { try trainer.run() }
    #expect(failure.map { $0.kind != .input && !$0.name.isEmpty && $0.step > 1 } == true)
    let kept = try Checkpoint(contentsOf: folder.file("checkpoint.safetensors"))
    #expect(kept.settings == settings)
    let again = try ToyProblem.trainer(settings, in: folder)
    try again.restore()
  }

  @Test func anActivationThatIsNotFiniteIsNamedByItsLayer() throws {
    let folder = try TemporaryFolder()
    var weights = try ToyProblem.architecture.initialParameters(seed: 5)
    weights["block2.conv.weight"] = try #require(weights["block2.conv.weight"]).map { _ in 3e38 }
    let trainer = try Trainer(
      ToyProblem.architecture, ToyProblem.settings(), layout: ToyProblem.layout, training: ToyProblem.examples(18),
      paths: TrainingPaths(folder: folder.path), weights: weights)
    let failure = #expect(throws: TrainingFailure.self) { try trainer.run() }
    #expect(failure?.step == 1)
    #expect(failure?.kind == .activation)
    #expect(failure?.name.hasPrefix("block2/") == true, "\(failure?.name ?? "")")
  }

  @Test func dataOfAnotherShapeAreRefused() throws {
    let folder = try TemporaryFolder()
    let layout = ExampleLayout(
      shape: [1, 4, 8, 9], axes: [.channel, .time, .range, .doppler], bounds: 0...1, outputShape: [3])
    #expect(throws: TrainingError.self) {
      try Trainer(
        ToyProblem.architecture, ToyProblem.settings(), layout: layout, training: ToyProblem.examples(6),
        paths: TrainingPaths(folder: folder.path))
    }
    #expect(throws: TrainingError.self) {
      try ToyProblem.trainer(ToyProblem.settings(), in: folder, training: StoredExamples([]))
    }
  }

  /// Ends a run in the middle, as a kill would.
  private final class FailingSource: ExampleSource {
    struct Gone: Error {}
    let base: StoredExamples
    var left: Int
    init(base: StoredExamples, failsAfter count: Int) { (self.base, left) = (base, count) }
    var ids: [String] { base.ids }
    func example(at index: Int) throws -> Example {
      left -= 1
      guard left >= 0 else { throw Gone() }
      return base.example(at: index)
    }
  }
}
