public import Graphs
internal import Tensors

/// Builds a network's graph layer by layer; the same body gives the training, evaluation and deployed forms.
///
/// Layers have names with slashes ("block1/conv"), which become the names of graph and ONNX nodes; their parameters have
/// the same names with dots and a part ("block1.conv.weight").
public struct NetworkBuilder: Sendable {
  public internal(set) var graph = Graph()
  public let batch: Int
  let form: NetworkForm
  /// What the body asked for so far.
  private(set) var parameters: [ParameterSpecification] = []
  private(set) var normalizations: [NormalizationSpecification] = []
  private(set) var masks: [DropoutMask] = []
  private(set) var batchStatistics: [ValueID] = []
  /// Inputs that were declared before the body ran, so that they have their place among the graph's inputs.
  private var declared: [String: ValueID] = [:]
  private var layerNames: Set<String> = []

  init(form: NetworkForm, batch: Int) {
    self.form = form
    self.batch = batch
  }

  public func shape(of value: ValueID) -> [Int] { graph.shape(of: value) }

  /// A parameter of the network: an input of the graph, or a constant in the deployed form.
  ///
  /// - Throws: `NetworkError` when two parameters have one name, or the deployed set does not hold this one.
  public mutating func parameter(
    _ name: String, shape: [Int], initialization: Initialization, decays: Bool
  ) throws -> ValueID {
    guard !parameters.contains(where: { $0.name == name }) else {
      throw NetworkError("two parameters are called '\(name)'", hint: "give every layer a name of its own")
    }
    parameters.append(
      ParameterSpecification(name: name, shape: shape, initialization: initialization, decays: decays))
    return try value(name, shape: shape)
  }

  /// A value that is learnt or kept: declared input, constant of the deployed form, or else a new input.
  mutating func value(_ name: String, shape: [Int]) throws -> ValueID {
    guard Graph.elementCount(shape) != nil else {
      throw NetworkError("'\(name)' would have the shape \(shape)", hint: "check the settings of the network")
    }
    if case .deployed(let set) = form { return graph.addConstant(try set.tensor(name, shape: shape), name: name) }
    if let known = declared[name] { return known }
    return declare(name, shape: shape)
  }

  @discardableResult
  mutating func declare(_ name: String, shape: [Int]) -> ValueID {
    let value = graph.addInput(shape: shape, name: name)
    declared[name] = value
    return value
  }

  /// Notes the name of a layer.
  ///
  /// - Throws: `NetworkError` when another layer has it.
  mutating func claim(_ layer: String) throws -> String {
    guard layerNames.insert(layer).inserted else {
      throw NetworkError("two layers are called '\(layer)'", hint: "give every layer a name of its own")
    }
    return layer.replacing("/", with: ".")
  }

  mutating func note(_ normalization: NormalizationSpecification) { normalizations.append(normalization) }

  mutating func note(mean: ValueID, variance: ValueID) { batchStatistics += [mean, variance] }

  /// An input that dropout multiplies by.
  mutating func mask(_ layer: String, rate: Float, shape: [Int]) -> ValueID {
    let name = layer + "/mask"
    let input = declared[name] ?? declare(name, shape: shape)
    masks.append(DropoutMask(input: input, rate: rate, shape: shape))
    return input
  }
}
