import ArgumentParser
import Attacks
import Evaluation
import Foundation
import Segmentation
import Tensors
import Victims

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "How good a model is on a data set, before anybody attacks it.",
    subcommands: [ScoreRadarCommand.self, ScoreImageCommand.self, ScoreSegmentationCommand.self])
}

struct ScoreRadarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "radar", abstract: "Accuracy and confusion of a classifier of recordings.",
    discussion: """
      Example: chaff score radar models/radar-conv3d/model.yaml --data datasets/radar-default --recordings subject:21-24
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var recordings: RecordingOptions
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    let loaded = try model.load()
    let source = LabelledSource(try RadarSource(recordings, loaded))
    try ClassifierScore(of: source, by: loaded).print(asJSON: json)
  }
}

struct ScoreImageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image", abstract: "Accuracy and confusion of a classifier of images.",
    discussion: "Example: chaff score image digits.yaml --data digits/test --resize 28x28")

  @OptionGroup var model: ModelOptions
  @OptionGroup var images: ImageOptions
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    let loaded = try model.load()
    let source = LabelledSource(try ImageSource(images, loaded))
    if !json { for caveat in source.data.caveats { Console.error(caveat) } }
    try ClassifierScore(of: source, by: loaded).print(asJSON: json)
  }
}

struct ScoreSegmentationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segmentation", abstract: "Dice and IoU of a segmentation network, image by image and on average.",
    discussion: """
      Examples:
        chaff score segmentation models/skin-unet/model.yaml --data datasets/skin-default
        chaff score segmentation m2unet.onnx --data CHASE_DB1 --mask-suffix _1stHO --crop 18,0,960,960
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var masks: MaskOptions
  @OptionGroup var windows: WindowOptions
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    let loaded = try windows.load(model)
    let dataset = try masks.dataset(loaded)
    let victim = try windows.victim(loaded.victim(largestBatch: 1), showing: dataset)
    let reader = try SegmentationReader(dataset, victim, card: loaded.card)
    var rows: [MaskScoreRow] = []
    for id in reader.dataset.ids {
      let sample = try reader.dataset.sample(id: id)
      let logits = try victim.logits(of: Tensor(batching: [reader.input(sample)])).sample(0)
      let prediction = Mask(argmaxOf: logits)
      func metrics(_ mask: Mask) throws -> MaskMetrics {
        MaskMetrics(prediction: prediction, truth: try reader.fitted(mask, of: id))
      }
      let distances = try sample.spacing.map { spacing in
        MaskDistances(prediction, try reader.fitted(sample.truth, of: id), victim.outputShape[0], spacing)
      }
      rows.append(
        MaskScoreRow(
          id: id, try metrics(sample.truth), distances,
          annotators: try sample.annotations.map { ($0.annotator, try metrics($0.mask)) }))
      if !json { Console.print(rows[rows.count - 1].line) }
    }
    try MaskScore(samples: rows).print(asJSON: json)
  }
}

/// Hausdorff-95 between the outlines of prediction and truth, the mean over the classes that both have.
private struct MaskDistances {
  /// Nil where no class is in both.
  let pixels: Double?
  let millimetres: Double?

  init(_ prediction: Mask, _ truth: Mask, _ classCount: Int, _ spacing: PixelSpacing) {
    func map(_ mask: Mask) -> ClassMap {
      ClassMap(height: mask.height, width: mask.width, classes: mask.classes.map(Int.init))
    }
    let scores = BoundaryAgreement.scores(
      predicted: map(prediction), reference: map(truth), classCount: classCount, ignored: Int(Mask.void),
      spacing: spacing)
    func number(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    (pixels, millimetres) = (number(scores.meanHausdorff95), number(scores.millimetres?.meanHausdorff95))
  }
}

private struct MaskScoreRow: Encodable {
  /// Agreement with what one of several annotators drew.
  struct Annotator: Encodable {
    let name: String
    let dice: Double
    let iou: Double
  }

  let id: String
  let dice: Double
  let iou: Double
  let accuracy: Double
  /// Nil where nobody says how far apart the pixels lie, or no class is in both masks.
  let hausdorff95: Double?
  let hausdorff95Millimetres: Double?
  /// Nil where there is one truth.
  let annotators: [Annotator]?

  init(
    id: String, _ truth: MaskMetrics, _ distances: MaskDistances?, annotators: [(name: String, metrics: MaskMetrics)]
  ) {
    (self.id, dice, iou, accuracy) = (id, truth.meanDice(), truth.meanIoU(), truth.pixelAccuracy)
    (hausdorff95, hausdorff95Millimetres) = (distances?.pixels, distances?.millimetres)
    self.annotators =
      annotators.isEmpty
      ? nil : annotators.map { Annotator(name: $0.name, dice: $0.metrics.meanDice(), iou: $0.metrics.meanIoU()) }
  }

  var line: String {
    String(format: "%@: Dice %.4f, IoU %.4f, pixel accuracy %.4f", id, dice, iou, accuracy)
      + distances + (annotators ?? []).map { String(format: "; %@: Dice %.4f", $0.name, $0.dice) }.joined()
  }

  private var distances: String {
    guard let hausdorff95, let hausdorff95Millimetres else { return "" }
    return String(format: ", Hausdorff-95 %.2f pixels = %.3f mm", hausdorff95, hausdorff95Millimetres)
  }
}

/// The same of one annotator over the images that he drew.
private struct AnnotatorScore: Encodable {
  let name: String
  let images: Int
  let meanDice: Double
  let meanIoU: Double

  static func all(of rows: [MaskScoreRow]) -> [AnnotatorScore]? {
    let drawn = rows.flatMap { $0.annotators ?? [] }
    var names: [String] = []
    for annotator in drawn where !names.contains(annotator.name) { names.append(annotator.name) }
    guard !names.isEmpty else { return nil }
    return names.map { name in
      let own = drawn.filter { $0.name == name }
      let count = Double(own.count)
      return AnnotatorScore(
        name: name, images: own.count, meanDice: own.reduce(0) { $0 + $1.dice } / count,
        meanIoU: own.reduce(0) { $0 + $1.iou } / count)
    }
  }
}

private struct MaskScore: Encodable {
  let samples: [MaskScoreRow]
  let meanDice: Double
  let meanIoU: Double
  /// Over the images that have one; nil where none has.
  let meanHausdorff95Millimetres: Double?
  /// Nil where every image has one truth.
  let annotators: [AnnotatorScore]?

  init(samples: [MaskScoreRow]) {
    self.samples = samples
    annotators = AnnotatorScore.all(of: samples)
    let count = Double(max(samples.count, 1))
    meanDice = samples.reduce(0) { $0 + $1.dice } / count
    meanIoU = samples.reduce(0) { $0 + $1.iou } / count
    let distances = samples.compactMap(\.hausdorff95Millimetres)
    meanHausdorff95Millimetres = distances.isEmpty ? nil : distances.reduce(0, +) / Double(distances.count)
  }

  func print(asJSON: Bool) throws {
    if asJSON { return Console.print(try JSONText.of(self)) }
    let lowest = samples.map(\.dice).min() ?? 0, highest = samples.map(\.dice).max() ?? 0
    Console.print(
      String(
        format: "mean of %d images: Dice %.4f (%.4f to %.4f), IoU %.4f", samples.count, meanDice, lowest, highest,
        meanIoU))
    if let meanHausdorff95Millimetres {
      let count = samples.count { $0.hausdorff95Millimetres != nil }
      Console.print(String(format: "  Hausdorff-95 %.3f mm over %d images", meanHausdorff95Millimetres, count))
    }
    for annotator in annotators ?? [] {
      Console.print(
        String(
          format: "  against %@ alone: Dice %.4f, IoU %.4f over %d images", annotator.name, annotator.meanDice,
          annotator.meanIoU, annotator.images))
    }
  }
}
