import ArgumentParser
import Evaluation
import Foundation
import Networks
import Training

/// Training from its folder to its report: made or reopened, carried out, tested, exported.
struct TrainingSession {
  let options: TrainingOptions
  /// Reopen the folder rather than make it.
  let isResumed: Bool

  /// - Throws: `Interrupted` after Ctrl-C, `TrainingFailure` for numbers that are not finite.
  func carryOut(_ task: TrainingTask) throws {
    Interruption.watch()
    try readAll(task)
    let weights = try options.start.map { try BestWeights(contentsOf: $0).weights }
    let folder = try open(task)
    let trainer = try trainer(task, folder.paths, weights)
    if isResumed {
      try trainer.restore()
      try note(.running, nil, in: folder)
    }
    do {
      let end = try trainer.run(TrainingWatch(task, isQuiet: options.quiet).control)
      guard end.reason != .interrupted else { throw Self.interruption(options.output) }
      try finish(task, folder, trainer, end)
    } catch let interruption as Interrupted {
      try note(.interrupted, nil, in: folder)
      throw interruption
    } catch let failure as TrainingFailure {
      try note(.failed, result(trainer, failure), in: folder)
      throw failure
    }
  }

  /// Reads every sample once: what is wrong with one is said now, and not after an hour of training.
  private func readAll(_ task: TrainingTask) throws {
    let sources = [task.training, task.validation, task.test].compactMap { $0 }
    let total = sources.reduce(0) { $0 + $1.count }
    var (line, done) = (ProgressLine("Reading", isQuiet: options.quiet), 0)
    for source in sources {
      for index in 0..<source.count {
        if Interruption.isRequested { throw Interrupted(advice: "Nothing has been trained yet.") }
        _ = try source.example(at: index)
        done += 1
        line.update(done, of: total, note: "")
      }
    }
  }

  static func interruption(_ folder: String) -> Interrupted {
    Interrupted(advice: "What was learned is kept; go on with 'chaff train --resume \(folder)'.")
  }

  private func open(_ task: TrainingTask) throws -> TrainingRunFolder {
    guard isResumed else {
      return try TrainingRunFolder.create(at: options.output, task.description, force: options.force)
    }
    let folder = try TrainingRunFolder.reopen(options.output)
    let conflicts = folder.description.conflicts(with: task.description)
    guard conflicts.isEmpty else { throw ResumeConflict(folder: options.output, conflicts: conflicts) }
    return folder
  }

  private func trainer(_ task: TrainingTask, _ paths: TrainingPaths, _ weights: ParameterSet?) throws -> Trainer {
    try Trainer(
      task.architecture, task.settings, layout: task.layout, training: task.training, validation: task.validation,
      paths: paths, dataIdentity: task.description.data.sha256, weights: weights, mask: RegionResolving.mask)
  }

  private func note(_ state: TrainingState, _ result: TrainingResult?, in folder: TrainingRunFolder) throws {
    var description = folder.description
    description.state = state
    description.result = result
    try folder.save(description)
  }

  private func result(_ trainer: Trainer, _ failure: TrainingFailure) -> TrainingResult {
    let best = trainer.epochs.last(where: \.isBest)
    var result = TrainingResult(
      epochs: trainer.epochs.count, steps: failure.step - 1, bestEpoch: best?.epoch, bestScore: nil,
      seconds: trainer.epochs.reduce(0) { $0 + $1.seconds }, reason: "numbers that are not finite")
    result.failure = TrainingFailureFacts(
      step: failure.step, kind: failure.kind.rawValue, name: failure.name, words: failure.description)
    return result
  }
}

// MARK: - The end

extension TrainingSession {
  private func finish(
    _ task: TrainingTask, _ folder: TrainingRunFolder, _ trainer: Trainer, _ end: TrainingEnd
  ) throws {
    let best = try BestWeights(contentsOf: folder.paths.best)
    var result = TrainingResult(
      epochs: end.epochs, steps: end.steps, bestEpoch: end.bestEpoch, bestScore: end.bestScore,
      seconds: trainer.epochs.reduce(0) { $0 + $1.seconds }, reason: end.reason.words)
    result.modelSHA256 = try TrainedModel(best, task).write(to: folder.paths)
    if let test = task.test {
      let score = try TestScore(best, test, batch: task.settings.batchSize)
      (result.classification, result.segmentation) = (score.classification, score.segmentation)
    }
    if task.wantsBaselines { result.baselines = try Baselines(task, folder.paths, isQuiet: options.quiet).results() }
    try note(.complete, result, in: folder)
    let page = options.report ? try RunReport.build(options.output) : nil
    try present(task, result, page)
  }

  private func present(_ task: TrainingTask, _ result: TrainingResult, _ page: String?) throws {
    guard !options.quiet else { return }
    if options.json { return Console.print(try JSONText.of(result)) }
    for line in TrainingText(result: result, classNames: task.description.network.classNames).lines {
      Console.print(line)
    }
    Console.print("Victim card: \(TrainingPaths(folder: options.output).card)")
    if let page { Console.print("Report: \(page)") }
  }
}
