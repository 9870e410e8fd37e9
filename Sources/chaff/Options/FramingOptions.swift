import ArgumentParser
import Radar
import Tensors
import Victims

/// How a recording is brought to the length of the model.
struct FramingOptions: ParsableArguments {
  @Option(help: "How short recordings are filled: zeros-end, zeros-begin, repeat-last, mean-frame.") var padding:
    String?
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

  /// How a recording becomes an input: the model's frame count, transform and axes.
  ///
  /// - Throws: `AxesMissing` where the axes are not stated and several orders would fit, or none.
  func preparation(_ model: LoadedModel, for recording: Recording) throws -> SamplePreparation {
    let chosen = if let channels = model.card.channels { try recording.selectingChannels(channels) } else { recording }
    let fitting = model.card.axes.map { [$0] } ?? chosen.axisOrders(fitting: model.inputShape)
    guard fitting.count == 1, let axes = fitting.first, axes.count == model.inputShape.count else {
      throw AxesMissing(shape: model.inputShape, fitting: fitting, recording: chosen.frames.shape)
    }
    let frames = axes.firstIndex(of: .time).map { model.inputShape[$0] } ?? 1
    let filling = try filling(model.card)
    let framing = Framing(
      frameCount: frames, padding: filling, cropping: Self.croppings[cropping] ?? .centreOnAction,
      cropsToAction: cropToAction)
    return SamplePreparation(
      channels: model.card.channels, framing: framing,
      transform: try ValueTransform(model.card.transform.joined(separator: ",")), axes: axes)
  }

  /// How sequences are brought to a length, without a model's card to ask.
  func framing(frameCount: Int) -> Framing {
    Framing(
      frameCount: frameCount, padding: Self.paddings[paddingName] ?? .zerosAtEnd,
      cropping: Self.croppings[cropping] ?? .centreOnAction, cropsToAction: cropToAction)
  }

  /// The padding asked for, or the usual one.
  var paddingName: String { padding ?? "zeros-end" }

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
  /// The orders that would do.
  var fitting: [[Axis]] = []
  /// The shape of the recordings, as channel, time, range, Doppler.
  var recording: [Int]?

  var description: String {
    let orders = fitting.map { $0.map(\.rawValue).joined(separator: ",") }
    let first = "the model's input is \(shape) and what its axes are is not known"
    let advice = "name its axes with --axes or in a card"
    guard let recording else { return "\(first); \(advice)" }
    let complaint =
      orders.isEmpty
      ? "no order of channel, time, range, doppler \(recording) fits"
      : "\(orders.joined(separator: " and ")) would all fit"
    return "\(first): \(complaint); \(advice)"
  }
}
