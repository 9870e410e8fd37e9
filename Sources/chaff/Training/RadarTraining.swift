import Evaluation
import Foundation
import Networks
import Radar
import Tensors
import Training

/// `train radar`, from options to a trained network.
struct RadarTraining {
  let command: TrainRadarCommand
  /// What is done to training recordings unless told otherwise.
  static let usualAugmentation = "time-shift:6:edge,amplitude:0.1,noise:0.03"

  func carryOut(arguments: [String], isResumed: Bool) throws {
    let folder = try command.recordings.folder()
    let split = try command.recordings.split(of: folder)
    let first = try firstSample(split)
    let input = try RadarExamples.input(of: first.sample, hasValidityChannel: command.validityChannel)
    let architecture = try command.network.architecture(
      orElse: Self.kind, inputShape: input.shape, classes: folder.classes.count)
    let settings = try command.training.settings(
      loss: try loss(split, classCount: folder.classes.count), usualAugmentation: Self.usualAugmentation)
    let layout = ExampleLayout(
      shape: input.shape, axes: first.sample.axes, bounds: command.recordings.range ?? 0...1,
      outputShape: architecture.outputShape)
    try check(first.sample, layout)
    let parts = Parts(
      split, first.preparation, inputShape: architecture.inputShape, hasValidityChannel: command.validityChannel)
    let description = try description(architecture, settings, folder, split, first, layout, arguments)
    let task = TrainingTask(
      architecture: architecture, settings: settings, layout: layout, training: parts.training,
      validation: parts.validation, test: parts.test, description: description,
      card: card(description, first.preparation, layout), wantsBaselines: command.baselines)
    try TrainingSession(options: command.training, isResumed: isResumed).carryOut(task)
  }

  private static let kind = RadarConv3D.identifier

  /// The first training recording as an input, and the way there: frames and transform are settled by it.
  private func firstSample(_ split: DataSplit) throws -> (sample: RadarSample, preparation: SamplePreparation) {
    guard let entry = split.training.first else { throw NoRecordings() }
    let options = command.recordings
    let reading = try options.framing.reading.options()
    let recording = try Recording(contentsOf: entry.path, options: reading)
    let preparation = try SamplePreparation(
      reading: reading, channels: options.channelNumbers,
      framing: options.framing.framing(frameCount: options.frames ?? recording.frameCount),
      transform: ValueTransform(options.transform), axes: command.network.usual(orElse: Self.kind).inputAxes
    ).fitted(to: split.training)
    return (try preparation.sample(recording, id: entry.id, classIndex: entry.classIndex), preparation)
  }

  private func loss(_ split: DataSplit, classCount: Int) throws -> TrainingLoss {
    let counts = (0..<classCount).map { label in split.training.count { $0.classIndex == label } }
    return .crossEntropy(
      smoothing: command.smoothing, classWeights: try ClassWeights.parse(command.classWeights, counts: counts))
  }

  /// Augmentation and attacks clip to the bounds: values outside would be cut off.
  private func check(_ sample: RadarSample, _ layout: ExampleLayout) throws {
    guard let value = sample.input.scalars.first(where: { !layout.bounds.contains($0) }) else { return }
    throw TrainingError(
      sample.id, "an input value is \(value), outside of \(layout.bounds.lowerBound) to \(layout.bounds.upperBound)",
      remedy: "choose a --transform such as log1p:724 that ends in the bounds, or state --bounds")
  }

  /// The three parts as examples, kept in memory as far as they fit.
  private struct Parts {
    let training: any ExampleSource
    let validation: (any ExampleSource)?
    let test: (any ExampleSource)?

    init(
      _ split: DataSplit, _ preparation: SamplePreparation, inputShape: [Int], hasValidityChannel: Bool
    ) {
      func source(_ entries: [RecordingEntry]) -> (any ExampleSource)? {
        guard !entries.isEmpty else { return nil }
        let examples = RadarExamples(
          entries: entries, preparation: preparation, inputShape: inputShape, hasValidityChannel: hasValidityChannel)
        return ExampleMemory.cached(examples)
      }
      training = source(split.training) ?? StoredExamples([])
      validation = source(split.validation)
      test = source(split.test)
    }
  }
}

// MARK: - What the folder says

extension RadarTraining {
  private func description(
    _ architecture: any Architecture, _ settings: TrainingSettings, _ folder: RecordingFolder, _ split: DataSplit,
    _ first: (sample: RadarSample, preparation: SamplePreparation), _ layout: ExampleLayout, _ arguments: [String]
  ) throws -> TrainingDescription {
    let options = command.recordings
    let names = folder.classes.map(\.name)
    let network = TrainedNetworkFacts(
      identifier: type(of: architecture).identifier,
      configuration: try TrainingSettingsText.configuration(architecture), inputShape: layout.shape,
      axes: layout.axes.map(\.rawValue), outputShape: layout.outputShape,
      parameterCount: try architecture.specification().parameterCount, classNames: names,
      transform: "\(first.preparation.transform)", bounds: ValueRange(layout.bounds))
    func part(_ entries: [RecordingEntry], _ words: String) -> SplitPart {
      SplitPart(
        selection: words, count: entries.count,
        perClass: names.indices.map { label in entries.count { $0.classIndex == label } }, samples: entries.map(\.id))
    }
    let all = split.training + split.validation + split.test
    let found = folder.classes.reduce(0) { $0 + $1.paths.count }
    let data = try RunFacts.data(
      folder: options.data, paths: all.map(\.path), found: found, selection: split.description)
    var description = TrainingDescription(
      task: .radar, created: SystemFacts.timestamp(), commandLine: arguments, processor: RunFacts.processor,
      seed: settings.seed, network: network,
      data: TrainingDataFacts(
        folder: data.folder, format: first.sample.facts.format, found: found, sha256: data.sha256,
        split: split.description, training: part(split.training, options.train ?? "the rest"),
        validation: part(split.validation, options.validation), test: part(split.test, options.test)),
      scoreName: "accuracy", epochLimit: settings.epochs)
    description.settings =
      TrainingSettingsText.settings(settings, start: command.training.start) + framingSettings(first.preparation)
    description.versions = RunFacts.versions
    description.caveats = first.sample.facts.notes + split.caveats
    return description
  }

  private func framingSettings(_ preparation: SamplePreparation) -> [Setting] {
    let framing = command.recordings.framing
    return [
      Setting("frames", "\(preparation.framing?.frameCount ?? 0)"),
      Setting("padding of short recordings", framing.paddingName),
      Setting("cropping of long recordings", framing.croppingName),
      Setting("crop to the action first", preparation.framing?.cropsToAction == true ? "yes" : "no"),
      Setting("action from", "\(preparation.reading.actionSource)"),
      Setting("validity channel", command.validityChannel ? "yes" : "no"),
      Setting("channels", preparation.channels.map { "\($0)" } ?? "all"),
    ]
  }

  private func card(
    _ description: TrainingDescription, _ preparation: SamplePreparation, _ layout: ExampleLayout
  ) -> [String] {
    let steps = preparation.transform.steps.map(\.description)
    var lines = [
      "task: radar", "axes: \(CardText.list(layout.axes.map(\.rawValue)))", "shape: \(layout.shape)",
      "transform: \(CardText.list(steps))", "bounds: \(CardText.range(layout.bounds))",
      "classes: \(CardText.list(description.network.classNames))",
    ]
    let framing = command.recordings.framing
    lines += ["padding: \(framing.paddingName)", "cropping: \(framing.croppingName)"]
    if let frames = preparation.framing?.frameCount { lines.insert("frames: \(frames)", at: lines.count - 2) }
    if preparation.framing?.cropsToAction == true { lines.append("crop-to-action: true") }
    if preparation.reading.actionSource != .label { lines.append("action-from: \(preparation.reading.actionSource)") }
    if let channels = preparation.channels { lines.append("channels: \(channels)") }
    return lines
  }
}
