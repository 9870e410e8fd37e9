import Evaluation
import Foundation
import Images
import Networks
import Radar
import Segmentation
import Tensors
import Training

/// `train segmentation`, from options to a trained network.
struct SegmentationTraining {
  let command: TrainSegmentationCommand
  /// What is done to training images unless told otherwise.
  static let usualAugmentation = "flip,flip-vertical,rotate,brightness:0.1,contrast:0.2"
  private static let kind = SmallUNet.identifier

  func carryOut(arguments: [String], isResumed: Bool) throws {
    let pairs = try command.masks.folder().pairs
    let split = try command.masks.split(pairs)
    let transform = try ValueTransform(command.masks.transform)
    let first = try command.masks.dataset(split.training).sample(split.training[0])
    try transform.requireForFractions(channels: first.image.shape[0])
    let input = try transform.applied(toImage: first.image, of: first.imagePath)
    let names = try classNames(split)
    let logits = names.count == 2 ? Architectures.binaryLogits(command.network.network ?? Self.kind) : names.count
    let architecture = try command.network.architecture(orElse: Self.kind, inputShape: input.shape, classes: logits)
    try check(architecture, names)
    let settings = try command.training.settings(
      loss: try loss(architecture, split, names), usualAugmentation: Self.usualAugmentation)
    let layout = ExampleLayout(
      shape: input.shape, axes: architecture.inputAxes, bounds: BoundsText.range(command.masks.bounds) ?? 0...1,
      outputShape: architecture.outputShape)
    try check(input, first, layout)
    func source(_ pairs: [ImageMaskFolder.Pair]) throws -> (any ExampleSource)? {
      guard !pairs.isEmpty else { return nil }
      return ExampleMemory.cached(
        MaskExamples(
          dataset: try command.masks.dataset(pairs), transform: transform, inputShape: input.shape,
          outputShape: architecture.outputShape, classCount: names.count))
    }
    let description = try description(architecture, settings, pairs, split, first, names, layout, arguments)
    let task = TrainingTask(
      architecture: architecture, settings: settings, layout: layout,
      training: try source(split.training) ?? StoredExamples([]), validation: try source(split.validation),
      test: try source(split.test), description: description, card: card(names, transform, layout),
      wantsBaselines: false)
    try TrainingSession(options: command.training, isResumed: isResumed).carryOut(task)
  }

  /// That the network can be built for these images and gives a mask of these classes.
  private func check(_ architecture: any Architecture, _ names: [String]) throws {
    _ = try architecture.specification()
    let (kind, shape) = (type(of: architecture).identifier, architecture.outputShape)
    guard shape.count == 3, shape[0] == names.count || (shape[0] == 1 && names.count == 2) else {
      throw TrainingError(
        "network \(kind)", "gives \(shape), the masks have \(names.count) classes",
        remedy: "take a segmentation network, such as \(Self.kind), and leave --set classes out")
    }
  }

  /// As asked for, or what fits the logits, with the weights of the classes.
  private func loss(_ architecture: any Architecture, _ split: MaskSplit, _ names: [String]) throws -> TrainingLoss {
    let usual = architecture.outputShape[0] == 1 ? "bce+dice" : "cross-entropy+dice"
    let loss = try TrainingLoss(parsing: command.loss ?? usual)
    guard command.classWeights != "even" else { return loss }
    let counts = command.classWeights == "balanced" ? try pixelCounts(split, names) : names.map { _ in 1 }
    guard let weights = try ClassWeights.parse(command.classWeights, counts: counts) else { return loss }
    return loss.weighing(classes: weights)
  }

  /// How many pixels of the training masks each class has.
  private func pixelCounts(_ split: MaskSplit, _ names: [String]) throws -> [Int] {
    var counts = names.map { _ in 0 }
    let dataset = try command.masks.dataset(split.training)
    for pair in dataset.pairs {
      for label in try dataset.sample(pair).truth.classes where counts.indices.contains(Int(label)) {
        counts[Int(label)] += 1
      }
    }
    return counts
  }

  /// The classes of the training masks: as named, or numbered.
  private func classNames(_ split: MaskSplit) throws -> [String] {
    if let classes = command.masks.classes {
      let names = classes.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      guard names.count >= 2 else {
        throw TrainingError("--classes \(classes)", "names \(names.count)", remedy: "name background and one object")
      }
      return names
    }
    let dataset = try command.masks.dataset(split.training)
    let count = try dataset.pairs.reduce(2) { max($0, try dataset.sample($1).truth.classCount) }
    return ["background"] + (1..<count).map { count == 2 ? "foreground" : "class \($0)" }
  }

  private func check(_ input: Tensor, _ sample: Segmentation.SegmentationSample, _ layout: ExampleLayout) throws {
    guard let value = input.scalars.first(where: { !layout.bounds.contains($0) }) else { return }
    throw TrainingError(
      sample.id, "an input value is \(value), outside of \(layout.bounds.lowerBound) to \(layout.bounds.upperBound)",
      remedy: "state --bounds")
  }
}

// MARK: - What the folder says

extension SegmentationTraining {
  private func description(
    _ architecture: any Architecture, _ settings: TrainingSettings, _ pairs: [ImageMaskFolder.Pair],
    _ split: MaskSplit, _ first: Segmentation.SegmentationSample, _ names: [String], _ layout: ExampleLayout,
    _ arguments: [String]
  ) throws -> TrainingDescription {
    let options = command.masks
    let network = TrainedNetworkFacts(
      identifier: type(of: architecture).identifier,
      configuration: try TrainingSettingsText.configuration(architecture), inputShape: layout.shape,
      axes: layout.axes.map(\.rawValue), outputShape: layout.outputShape,
      parameterCount: try architecture.specification().parameterCount, classNames: names,
      transform: options.transform, bounds: ValueRange(layout.bounds))
    func part(_ pairs: [ImageMaskFolder.Pair], _ words: String) -> SplitPart {
      SplitPart(selection: words, count: pairs.count, samples: pairs.map(\.id))
    }
    let all = split.training + split.validation + split.test
    let words =
      "training: \(options.train ?? "the rest"); validation: \(options.validation); test: \(options.test)"
    let data = try RunFacts.data(
      folder: options.data, paths: all.flatMap(\.paths), found: pairs.count, selection: words)
    var description = TrainingDescription(
      task: .segmentation, created: SystemFacts.timestamp(), commandLine: arguments, processor: RunFacts.processor,
      seed: settings.seed, network: network,
      data: TrainingDataFacts(
        folder: data.folder, format: "images with masks", found: pairs.count, sha256: data.sha256, split: words,
        training: part(split.training, options.train ?? "the rest"),
        validation: part(split.validation, options.validation), test: part(split.test, options.test)),
      scoreName: "Dice", epochLimit: settings.epochs)
    description.settings =
      TrainingSettingsText.settings(settings, start: command.training.start) + [
        Setting("crop", options.geometry.crop ?? "none"), Setting("pad", options.geometry.pad ?? "none"),
        Setting("resize", options.geometry.resize ?? "none"), Setting("mask coding", "\(first.coding)"),
        Setting("class weights", command.classWeights), Setting("part of the mask", maskPart(layout)),
      ]
    description.versions = RunFacts.versions
    description.caveats = first.notes + split.caveats
    return description
  }

  private func maskPart(_ layout: ExampleLayout) -> String {
    let (image, mask) = (Array(layout.shape.dropFirst()), Array(layout.outputShape.dropFirst()))
    return image == mask ? "all" : "the middle \(mask[1]) × \(mask[0]) of \(image[1]) × \(image[0]) pixels"
  }

  private func card(_ names: [String], _ transform: ValueTransform, _ layout: ExampleLayout) -> [String] {
    [
      "task: segmentation", "axes: \(CardText.list(layout.axes.map(\.rawValue)))", "shape: \(layout.shape)",
      "transform: \(CardText.list(transform.steps.map(\.description)))", "bounds: \(CardText.range(layout.bounds))",
      "classes: \(CardText.list(names))",
    ]
  }
}
