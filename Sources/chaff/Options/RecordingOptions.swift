import ArgumentParser
import Radar
import Tensors
import Victims

/// Which recordings, and how they become inputs of the model.
struct RecordingOptions: ParsableArguments {
  @Option(help: "Folder of recordings, one folder a class.", completion: .directory) var data: String
  @Option(help: "Which recordings of each class, counted from 0: 140-179, 0-9,20 or all.") var recordings = "all"
  @Option(help: "How short recordings are filled: zeros-end, zeros-begin, repeat-last, mean-frame.") var padding: String?
  @Option(help: "Which part of long recordings is kept: action, first, last.") var cropping = "action"
  @Flag(name: .customLong("crop-to-action"), help: "Cut idle frames away, so that all that is not action is padding.")
  var cropToAction = false

  func validate() throws {
    if let padding, Self.paddings[padding] == nil {
      throw ValidationError("--padding must be one of \(Self.paddings.keys.sorted().joined(separator: ", "))")
    }
    guard Self.croppings[cropping] != nil else {
      throw ValidationError("--cropping must be one of \(Self.croppings.keys.sorted().joined(separator: ", "))")
    }
  }

  /// The folder's recordings in the order of the model's classes.
  func folder(_ model: LoadedModel) throws -> RecordingFolder {
    try RecordingFolder(path: data, classNames: model.card.classNames)
  }

  var selection: SampleSelection {
    get throws { try SampleSelection(recordings) }
  }

  /// How a recording becomes an input: the model's frame count, transform and axes.
  func preparation(_ model: LoadedModel) throws -> SamplePreparation {
    let axes = model.card.axes ?? Recording.axes
    guard axes.count == model.inputShape.count else { throw AxesMissing(shape: model.inputShape, axes: axes) }
    let frames = axes.firstIndex(of: .time).map { model.inputShape[$0] } ?? 1
    let filling = try filling(model.card)
    let framing = Framing(
      frameCount: frames, padding: filling, cropping: Self.croppings[cropping] ?? .centreOnAction,
      cropsToAction: cropToAction)
    return SamplePreparation(
      framing: framing, transform: try ValueTransform(model.card.transform.joined(separator: ",")), axes: axes)
  }

  private func filling(_ card: VictimCard) throws -> Framing.Padding {
    let name = padding ?? card.framing ?? "zeros-end"
    guard let filling = Self.paddings[name] else {
      throw VictimCardError(
        path: card.modelPath,
        problems: ["'framing' is '\(name)', expected one of \(Self.paddings.keys.sorted().joined(separator: ", "))"])
    }
    return filling
  }

  private static let paddings: [String: Framing.Padding] = [
    "zeros-end": .zerosAtEnd, "zeros-begin": .zerosAtBeginning, "repeat-last": .repeatLast, "mean-frame": .meanFrame,
  ]
  private static let croppings: [String: Framing.Cropping] = [
    "action": .centreOnAction, "first": .first, "last": .last,
  ]
}

/// A radar model whose axes are not known.
struct AxesMissing: Error, CustomStringConvertible {
  let shape: [Int]
  let axes: [Axis]

  var description: String {
    "the model's input \(shape) does not have the axes \(axes.map(\.rawValue).joined(separator: ",")); "
      + "name its axes with --axes or in a card"
  }
}
