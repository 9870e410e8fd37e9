import ONNX
import Tensors
import Victims

/// What an ONNX model is, whether it can be run, and whether its gradient can be believed.
struct ModelFinding: Finding {
  struct Port: Encodable {
    let name: String
    /// Null where the file leaves the extent open.
    let shape: [Int?]?
    let type: String?
    let text: String
  }

  struct Operator: Encodable { let name: String, count: Int }

  struct LayerEntry: Encodable {
    let name: String
    let operation: String
    /// With a batch of one.
    let shape: [Int]
    let isDefault: Bool
  }

  /// How a batch is run, and why.
  struct Batching: Encodable {
    let runsTogether: Bool
    let reason: String
  }

  static let kind = "model"

  let modelPath: String
  /// The card that names the model.
  let cardPath: String?
  let irVersion: Int
  let producer: String
  let opsets: [String: Int]
  let inputs: [Port]
  let outputs: [Port]
  let operators: [Operator]
  let parameterCount: Int
  let parameterBytes: Int
  let unsupported: [String]
  /// What each axis of a sample stands for, where a card says it.
  let axes: [String]?
  /// The card's other facts, as text.
  let cardFacts: [String]
  var sampleShape: [Int]?
  /// What the output is taken for.
  var answer: String?
  var batching: Batching?
  var defaultLayer: LayerEntry?
  var layerCount: Int?
  /// Only when asked for.
  var layers: [LayerEntry]?
  var gradient: GradientFinding?
  var notes: [String] = []
  var problem: String?

  /// The problem is written as the file's error.
  private enum CodingKeys: String, CodingKey {
    case modelPath, cardPath, irVersion, producer, opsets, inputs, outputs, operators, parameterCount, parameterBytes
    case unsupported, axes, cardFacts, sampleShape, answer, batching, defaultLayer, layerCount, layers, gradient, notes
  }

  init(_ model: ONNXModel, card: VictimCard, cardPath: String?) {
    modelPath = card.modelPath
    self.cardPath = cardPath
    irVersion = model.irVersion
    producer = model.producer
    opsets = Dictionary(uniqueKeysWithValues: model.opsets.map { ($0.key.isEmpty ? "ai.onnx" : $0.key, $0.value) })
    inputs = model.inputs.map(Port.init)
    outputs = model.outputs.map(Port.init)
    operators = model.operators.map { Operator(name: $0.name, count: $0.count) }
    parameterCount = model.parameterCount
    parameterBytes = model.parameterBytes
    unsupported = model.unsupported.map(\.description)
    axes = card.axes?.map(\.rawValue)
    cardFacts = card.inspectionFacts
    if !unsupported.isEmpty { problem = "\(modelPath): \(Wording.count(unsupported.count, "unsupported node"))" }
  }
}

extension ModelFinding.Port {
  init(_ description: TensorDescription) {
    self.init(
      name: description.name, shape: description.shape, type: description.elementType?.name, text: "\(description)")
  }
}

extension VictimCard {
  /// What a card says besides the model and its axes.
  fileprivate var inspectionFacts: [String] {
    var facts: [String] = []
    if let task { facts.append("task \(task.rawValue)") }
    if let classNames { facts.append("classes \(classNames.joined(separator: ", "))") }
    if !transform.isEmpty { facts.append("transform \(transform.joined(separator: ", "))") }
    if let bounds { facts.append("bounds \(Wording.range(bounds))") }
    if let mean, let deviation { facts.append("mean \(mean) and deviation \(deviation), applied inside") }
    if let frames { facts.append("\(frames) frames") }
    if let channels { facts.append("channels \(channels.map(String.init).joined(separator: ", "))") }
    if let padding { facts.append("padding \(padding)") }
    if let cropping { facts.append("cropping \(cropping)") }
    if cropToAction == true { facts.append("cropped to the action") }
    if let actionFrom { facts.append("action from \(actionFrom)") }
    if let crop { facts.append("crop \(crop)") }
    return facts
  }
}
