import ArgumentParser
import Foundation
import Tensors
import Victims

/// The model, as a card or as an ONNX file with the facts that a card would state.
struct ModelOptions: ParsableArguments {
  @Argument(
    help: "An ONNX model, or a victim card (.yaml) that names one.", completion: .file(extensions: ["onnx", "yaml"]))
  var model: String

  @Option(
    help: """
      Axes of one input sample, e.g. channel,time,range,doppler. This and the other facts of the model below win over what \
      its card says.
      """)
  var axes: String?
  @Option(help: "Shape of one input sample where the file leaves it open, e.g. 3,572,572.") var shape: String?
  @Option(parsing: .unconditional, help: "Values an input element can take, lowest:highest.") var bounds: String?
  @Option(help: "Class names in the order of the logits, separated by commas.") var classes: String?
  @Option(help: "Steps from stored values to model input, e.g. log1p:724; perturbations are measured after them.")
  var transform: String?
  @Option(
    parsing: .unconditional, help: "Per-channel mean that the victim subtracts from its input (inside the attack).")
  var mean: String?
  @Option(help: "Per-channel deviation that the victim divides by.") var deviation: String?

  func validate() throws {
    for (name, text) in [("--mean", mean), ("--deviation", deviation)] where text != nil && numbers(text) == nil {
      throw ValidationError("\(name) must be numbers separated by commas, is '\(text ?? "")'")
    }
    if let deviations = numbers(deviation), deviations.contains(where: { $0 <= 0 }) {
      throw ValidationError("--deviation must be positive, is '\(deviation ?? "")'")
    }
    if (mean == nil) != (deviation == nil) { throw ValidationError("--mean and --deviation go together") }
    if shape != nil, extents == nil { throw ValidationError("--shape must be whole numbers separated by commas") }
    if bounds != nil, range == nil { throw ValidationError("--bounds must be lowest:highest, e.g. 0:1") }
  }

  /// The card, with flags taking precedence over what it says.
  func card() throws -> VictimCard {
    var card = VictimCard.isCard(model) ? try VictimCard(contentsOf: model) : VictimCard(modelPath: model)
    if let axes { card.axes = list(axes).map { Axis(rawValue: $0) } }
    if let extents { card.shape = extents }
    if let range { card.bounds = range }
    if let classes { card.classNames = list(classes) }
    if let transform { card.transform = list(transform) }
    if let mean = numbers(mean) { card.mean = mean }
    if let deviation = numbers(deviation) { card.deviation = deviation }
    return card
  }

  func load() throws -> LoadedModel { try LoadedModel(card: card()) }

  private var extents: [Int]? {
    guard let shape else { return nil }
    let extents = list(shape).compactMap { Int($0) }.filter { $0 > 0 }
    return extents.count == list(shape).count && !extents.isEmpty ? extents : nil
  }

  private var range: ClosedRange<Float>? { bounds.flatMap(BoundsText.range) }

  private func list(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private func numbers(_ text: String?) -> [Float]? {
    guard let text else { return nil }
    let numbers = list(text).compactMap { NumberText($0)?.value }
    return numbers.count == list(text).count && !numbers.isEmpty ? numbers : nil
  }
}
