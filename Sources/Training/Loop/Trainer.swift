internal import Attacks
public import Evaluation
public import Networks
public import Tensors

/// Trains a network: steps, validation, early stop, checkpoints.
///
///     let trainer = try Trainer(architecture, settings, layout: layout, training: source, validation: held, paths: paths)
///     let end = try trainer.run(control)
///
/// What a step does is a function of settings, data and step number alone: order, augmentation, dropout and perturbations
/// are drawn from streams derived from (seed, example or step, epoch). So a run that was stopped and resumed ends with the
/// bytes of an undisturbed one.
public final class Trainer {
  public let settings: TrainingSettings
  public let paths: TrainingPaths
  public let layout: ExampleLayout
  let training: any ExampleSource
  let validation: (any ExampleSource)?
  let network: TrainableNetwork
  let evaluation: EvaluationPass
  let search: PerturbationSearch?
  private let dataIdentity: String
  var optimizer: Optimizer
  var average: WeightAverage?
  var state = LoopState()
  private var journal: EpochJournal

  /// Prepares training from the beginning; nothing is written yet.
  ///
  /// - Parameters:
  ///   - architecture: what to train; its shapes must be those of `layout`.
  ///   - settings: how.
  ///   - layout: what the numbers of an example mean.
  ///   - training: what is learned from.
  ///   - validation: what early stopping and the choice of the best weights look at; nil keeps the last weights.
  ///   - paths: where checkpoints go; the folder must exist.
  ///   - dataIdentity: text that a resumed run must give again, such as a hash of the files.
  ///   - weights: where to begin, running statistics included; nil draws parameters from the seed.
  ///   - mask: reads a mask file that the region of adversarial training names.
  /// - Throws: `TrainingError`, `NetworkError`, `EngineError`.
  public init(
    _ architecture: any Architecture, _ settings: TrainingSettings, layout: ExampleLayout,
    training: any ExampleSource, validation: (any ExampleSource)? = nil, paths: TrainingPaths,
    dataIdentity: String = "", weights: ParameterSet? = nil,
    mask: @escaping (String) throws -> Tensor = { throw NoMaskReader(file: $0) }
  ) throws {
    try settings.check(layout)
    try Self.check(architecture, layout, training)
    var settings = settings
    settings.batchSize = min(settings.batchSize, training.count)
    (self.settings, self.layout, self.paths) = (settings, layout, paths)
    (self.training, self.validation, self.dataIdentity) = (training, validation, dataIdentity)
    let batch = settings.batchSize
    network = try TrainableNetwork(
      architecture, weights: try weights ?? architecture.initialParameters(seed: settings.seed),
      batch: settings.adversarial?.method == .trades ? 2 * batch : batch)
    evaluation = try EvaluationPass(architecture, batch: batch, differentiates: settings.adversarial != nil)
    search = try settings.adversarial.map {
      try PerturbationSearch($0, layout: layout, seed: settings.seed, mask: mask)
    }
    let parameters = network.specification.parameters
    optimizer = Optimizer(settings.optimizer, shapes: parameters.map(\.shape), decays: parameters.map(\.decays))
    average = settings.averageDecay.map { [network] in
      WeightAverage(decay: $0, of: network.parameters + network.statistics)
    }
    journal = EpochJournal(path: paths.epochs)
  }

  private static func check(
    _ architecture: any Architecture, _ layout: ExampleLayout, _ training: any ExampleSource
  ) throws(TrainingError) {
    guard architecture.inputShape == layout.shape, architecture.outputShape == layout.outputShape else {
      throw TrainingError(
        "network \(type(of: architecture).identifier)",
        "takes \(architecture.inputShape) and gives \(architecture.outputShape), the data need \(layout.shape) and "
          + "\(layout.outputShape)", remedy: "build it for the shapes of the data")
    }
    guard training.count > 0 else {
      throw TrainingError("training part", "it is empty", remedy: "select some samples")
    }
  }

  public var stepsPerEpoch: Int { training.count / settings.batchSize }
  /// The epochs that are done, with what they came to.
  public var epochs: [TrainingEpoch] { journal.epochs }

  /// Takes up a checkpoint of an earlier session from the folder.
  ///
  /// - Throws: `TrainingError` where the checkpoint was made with other settings, another network or other data.
  public func restore() throws {
    let checkpoint = try Checkpoint(contentsOf: paths.checkpoint)
    let conflicts = [
      (checkpoint.architecture != AnyArchitecture(network.architecture), "the network"),
      (checkpoint.settings != settings, "the settings"), (checkpoint.dataIdentity != dataIdentity, "the data"),
    ].filter(\.0).map(\.1)
    guard conflicts.isEmpty else {
      throw TrainingError(
        paths.checkpoint, "\(conflicts.joined(separator: ", ")) changed since it was written",
        remedy: "restore them, or begin anew with --force")
    }
    try take(checkpoint)
    journal =
      checkpoint.loop.epoch == 0
      ? EpochJournal(path: paths.epochs) : try EpochJournal(contentsOf: paths.epochs, upTo: checkpoint.loop.epoch)
  }

  /// Trains until all epochs are done, patience runs out, or the caller asks to stop.
  ///
  /// - Throws: `TrainingFailure` when a loss or gradient is not finite; whatever the data and the disk throw.
  public func run(_ control: TrainingControl = TrainingControl()) throws -> TrainingEnd {
    if state.step == 0 { try writeCheckpoint() }
    let pace = Pace(began: control.clock(), firstStep: state.step)
    while state.epoch < settings.epochs {
      if let patience = settings.patience, validation != nil, state.epochsSinceBest >= patience {
        return end(.patience(epochs: patience))
      }
      guard try runEpoch(control, pace) else {
        try writeCheckpoint()
        return end(.interrupted)
      }
    }
    return end(.allEpochs)
  }

  private func end(_ reason: TrainingEnd.Reason) -> TrainingEnd {
    TrainingEnd(
      reason: reason, epochs: state.epoch, steps: state.step, bestEpoch: state.bestEpoch, bestScore: state.bestScore)
  }

  /// The weights that are validated and kept: parameters, then running statistics.
  var keptWeights: [Tensor] { average?.tensors ?? network.parameters + network.statistics }
}

// MARK: - Epochs

extension Trainer {
  /// - Returns: false when the caller asked to stop before its end.
  private func runEpoch(_ control: TrainingControl, _ pace: Pace) throws -> Bool {
    let epoch = state.epoch + 1
    let batches = EpochOrder.batches(training.count, size: settings.batchSize, seed: settings.seed, epoch: epoch)
    let earlier = state.seconds
    let began = control.clock()
    for batch in batches.dropFirst(state.stepInEpoch) {
      if control.shouldStop() { return false }
      try takeStep(batch, epoch: epoch)
      state.seconds = earlier + control.clock() - began
      control.didStep(progress(pace, now: control.clock()))
    }
    try finishEpoch(control, validationBegan: control.clock())
    return true
  }

  private func finishEpoch(_ control: TrainingControl, validationBegan: Double) throws {
    let trainingSeconds = state.seconds
    let held = try validated()
    let isBest = held.map { state.isBeaten(byScore: $0.score, loss: $0.loss) } ?? true
    let line = TrainingEpoch(
      epoch: state.epoch + 1, step: state.step, learningRate: rate(ofStep: state.step - 1),
      trainingLoss: state.lossSum / Double(max(state.exampleCount, 1)),
      trainingScore: state.scoreSum / Double(max(state.exampleCount, 1)), validationLoss: held?.loss ?? .nan,
      validationScore: held?.score ?? .nan, gradientNorm: state.normSum / Double(max(stepsPerEpoch, 1)), isBest: isBest,
      seconds: trainingSeconds + control.clock() - validationBegan,
      samplesPerSecond: trainingSeconds > 0 ? Double(state.exampleCount) / trainingSeconds : 0)
    if isBest {
      state.bestEpoch = line.epoch
      state.bestScore = held?.score ?? line.trainingScore
      state.bestLoss = held?.loss ?? line.trainingLoss
      try checkWeights()
      try BestWeights(
        architecture: AnyArchitecture(network.architecture), weights: network.parameterSet(keptWeights),
        epoch: line.epoch
      ).write(to: paths.best)
    }
    state.finishEpoch()
    try journal.append(line)
    try writeCheckpoint()
    control.didFinishEpoch(line)
  }

  /// Mean loss and score of the validation part; nil without one.
  private func validated() throws -> (loss: Double, score: Double)? {
    guard let validation, validation.count > 0 else { return nil }
    var (lossSum, scoreSum) = (0.0, 0.0)
    for start in stride(from: 0, to: validation.count, by: evaluation.batch) {
      let examples = try (start..<min(start + evaluation.batch, validation.count)).map(validation.example)
      let logits = try evaluation.logits(of: examples.map(\.input), weights: keptWeights)
      let targets = examples.map(\.target)
      lossSum += settings.loss(Tensor(batching: logits), targets).values.reduce(0, +)
      scoreSum += zip(logits, targets).reduce(0) { $0 + Prediction.score($1.0, $1.1) }
    }
    return (lossSum / Double(validation.count), scoreSum / Double(validation.count))
  }

  private func progress(_ pace: Pace, now: Double) -> TrainingProgress {
    let stepsLeft = settings.epochs * stepsPerEpoch - state.step
    let count = Double(max(state.exampleCount, 1))
    return TrainingProgress(
      epoch: state.epoch + 1, epochs: settings.epochs, step: state.stepInEpoch, steps: stepsPerEpoch,
      loss: state.lossSum / count, score: state.scoreSum / count, bestScore: state.bestScore,
      secondsLeft: Double(stepsLeft) * (now - pace.began) / Double(max(state.step - pace.firstStep, 1)))
  }

  /// When this session began.
  private struct Pace {
    let began: Double
    let firstStep: Int
  }
}

// MARK: - Checkpoints

extension Trainer {
  /// - Throws: `TrainingFailure` rather than replace a good checkpoint by numbers that are not finite.
  private func checkWeights() throws(TrainingFailure) {
    let names = network.specification.parameters.map(\.name) + network.specification.runningStatistics
    let weights = network.parameters + network.statistics
    guard let index = weights.firstIndex(where: \.isNotFinite) else { return }
    throw TrainingFailure(step: state.step, kind: .parameter, name: names[index])
  }

  private func writeCheckpoint() throws {
    try checkWeights()
    var tensors = network.parameterSet()
    let names = network.specification.parameters.map(\.name)
    for (slot, memory) in zip(optimizer.slotNames, optimizer.slots) {
      for (name, tensor) in zip(names, memory) { tensors["optimizer.\(slot)/\(name)"] = tensor }
    }
    if let average {
      for (name, tensor) in zip(names + network.specification.runningStatistics, average.tensors) {
        tensors["average/\(name)"] = tensor
      }
    }
    try Checkpoint(
      architecture: AnyArchitecture(network.architecture), settings: settings, dataIdentity: dataIdentity, loop: state,
      tensors: tensors
    ).write(to: paths.checkpoint)
  }

  private func take(_ checkpoint: Checkpoint) throws {
    let set = checkpoint.tensors
    try network.specification.check(set)
    let parameters = network.specification.parameters
    let statistics = network.specification.runningStatistics
    network.restore(
      parameters: try set.tensors(named: parameters.map(\.name)), statistics: try set.tensors(named: statistics))
    let slots = try optimizer.slotNames.map { slot in
      try parameters.map { try set.tensor("optimizer.\(slot)/\($0.name)", shape: $0.shape) }
    }
    optimizer.restore(stepCount: checkpoint.loop.step, slots: slots)
    if let current = average {
      let kept = try zip(parameters.map(\.name) + statistics, current.tensors).map {
        try set.tensor("average/\($0)", shape: $1.shape)
      }
      average = WeightAverage(decay: current.decay, of: kept)
    }
    state = checkpoint.loop
  }
}
