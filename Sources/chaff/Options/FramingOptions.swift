import ArgumentParser
import Radar
import Tensors
import Victims

/// How a recording is brought to the length of the model.
struct FramingOptions: ParsableArguments {
  @Option(help: "How short recordings are filled: zeros-end, zeros-begin, repeat-last, mean-frame.") var padding:
    String?
  @Option(help: "Which part of long recordings is kept: action, first, last; action unless the card says otherwise.")
  var cropping: String?
  @Flag(
    name: .customLong("crop-to-action"), inversion: .prefixedNo,
    help: "Cut idle frames away, so that all that is not action is padding.")
  var cropToAction: Bool?
  @Option(help: "Which channels of the recordings the model takes, in its order, e.g. 0,1; all if left out.")
  var channels: String?
  @OptionGroup var reading: ReadingFlags

  func validate() throws {
    if let padding, Self.paddings[padding] == nil {
      throw ValidationError("--padding must be one of \(Self.paddings.keys.sorted().joined(separator: ", "))")
    }
    if channels != nil, channelNumbers == nil {
      throw ValidationError("--channels must be whole numbers from 0, separated by commas")
    }
    if let cropping, Self.croppings[cropping] == nil {
      throw ValidationError("--cropping must be one of \(Self.croppings.keys.sorted().joined(separator: ", "))")
    }
  }

  /// How a recording becomes an input: the model's frame count, transform and axes.
  ///
  /// - Throws: `AxesMissing` where the axes are not stated and several orders would fit, or none.
  func preparation(_ model: LoadedModel, for recording: Recording) throws -> SamplePreparation {
    let channels = channelNumbers ?? model.card.channels
    let chosen = if let channels { try recording.selectingChannels(channels) } else { recording }
    let fitting = model.card.axes.map { [$0] } ?? chosen.axisOrders(fitting: model.inputShape)
    guard fitting.count == 1, let axes = fitting.first, axes.count == model.inputShape.count else {
      throw AxesMissing(shape: model.inputShape, fitting: fitting, recording: chosen.frames.shape)
    }
    let frames = axes.firstIndex(of: .time).map { model.inputShape[$0] } ?? 1
    if let wanted = model.card.frames, wanted != frames {
      throw VictimCardError(
        path: model.card.modelPath,
        problems: ["'frames' is \(wanted), the model's input \(model.inputShape) has \(frames)"])
    }
    let framing = Framing(
      frameCount: frames, padding: try Self.choice("padding", padding ?? model.card.padding, Self.paddings, model.card),
      cropping: try Self.choice("cropping", cropping ?? model.card.cropping, Self.croppings, model.card),
      cropsToAction: cropToAction ?? model.card.cropToAction ?? false)
    return SamplePreparation(
      reading: try reading.options(model.card), channels: channels, framing: framing,
      transform: try ValueTransform(of: model.card), axes: axes)
  }

  /// How sequences are brought to a length, without a model's card to ask.
  func framing(frameCount: Int) -> Framing {
    Framing(
      frameCount: frameCount, padding: Self.paddings[paddingName] ?? .zerosAtEnd,
      cropping: Self.croppings[croppingName] ?? .centreOnAction, cropsToAction: cropToAction ?? false)
  }

  /// The padding asked for, or the usual one.
  var paddingName: String { padding ?? "zeros-end" }

  /// The cropping asked for, or the usual one.
  var croppingName: String { cropping ?? "action" }

  /// The channels asked for; nil for all, and for a text that names none.
  var channelNumbers: [Int]? {
    guard let parts = channels?.split(separator: ",", omittingEmptySubsequences: false) else { return nil }
    let numbers = parts.compactMap { Int($0.filter { !$0.isWhitespace }) }.filter { $0 >= 0 }
    return numbers.count == parts.count ? numbers : nil
  }

  /// What a card's word means; the usual where it says nothing.
  private static func choice<Value>(
    _ key: String, _ word: String?, _ known: [String: Value], _ card: VictimCard
  ) throws -> Value {
    guard let value = known[word ?? (key == "padding" ? "zeros-end" : "action")] else {
      throw VictimCardError(
        path: card.modelPath,
        problems: ["'\(key)' is '\(word ?? "")', expected one of \(known.keys.sorted().joined(separator: ", "))"])
    }
    return value
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
