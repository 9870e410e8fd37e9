public import Graphs
public import Tensors

/// A kind of network: settings that can be stored, and the body that they describe.
///
/// A body is written once, against `NetworkBuilder`; it knows nothing of training, evaluation and deployment.
public protocol Architecture: Codable, Sendable, Equatable {
  /// What it is called in files and on the command line ("radar-conv3d").
  static var identifier: String { get }
  /// One sentence on what it is.
  static var summary: String { get }

  /// The network with its usual settings.
  init()

  /// The network with its usual settings for inputs of this shape.
  ///
  /// - Parameters:
  ///   - inputShape: of one sample, without the batch.
  ///   - classes: how many logits for a sample, or for a pixel.
  init(inputShape: [Int], classes: Int)

  /// Of one sample, without the batch: `[2, 40, 32, 32]`.
  var inputShape: [Int] { get }
  /// What the axes of a sample are.
  var inputAxes: [Axis] { get }
  /// Of one sample's logits: `[K]`, or `[C, H, W]`.
  var outputShape: [Int] { get }

  /// The network from its input `[N] + inputShape` to its logits `[N] + outputShape`.
  func body(_ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID
}

extension Architecture {
  /// The network as a graph.
  ///
  /// - Throws: `NetworkError` or `ShapeError` where the settings describe no network or `.deployed` parameters do not fit.
  public func graph(_ form: NetworkForm, batch: Int) throws -> NetworkGraph {
    guard batch > 0 else { throw NetworkError("a batch of \(batch) samples", hint: "take at least one") }
    let asked = try draft(form, batch: batch)
    var builder = NetworkBuilder(form: form, batch: batch)
    let input = builder.graph.addInput(shape: [batch] + inputShape, name: "input")
    let inputs = builder.declareInputs(of: asked)
    let output = try body(input, in: &builder)
    try check(builder.shape(of: output), batch: batch)
    builder.graph.outputs = [output]
    builder.graph.names[output] = "logits"
    return NetworkGraph(
      graph: builder.graph, input: input, parameters: inputs.parameters, runningStatistics: inputs.statistics,
      batchStatistics: builder.batchStatistics, dropoutMasks: builder.masks)
  }

  /// What the network learns.
  ///
  /// - Throws: `NetworkError` or `ShapeError` where the settings describe no network.
  public func specification() throws -> NetworkSpecification {
    let builder = try draft(.training, batch: 1)
    return NetworkSpecification(parameters: builder.parameters, normalizations: builder.normalizations)
  }

  /// Parameters before the first step of training.
  ///
  /// - Throws: as `specification()`.
  public func initialParameters(seed: UInt64) throws -> ParameterSet {
    try specification().initialParameters(seed: seed)
  }

  /// A first run of the body, which tells what inputs the graph will need: they come before all nodes.
  private func draft(_ form: NetworkForm, batch: Int) throws -> NetworkBuilder {
    guard !inputShape.isEmpty, inputShape.allSatisfy({ $0 > 0 }), Graph.elementCount([batch] + inputShape) != nil else {
      throw NetworkError("the input shape \(inputShape)", hint: "take positive extents")
    }
    var builder = NetworkBuilder(form: form, batch: batch)
    let input = builder.graph.addInput(shape: [batch] + inputShape, name: "input")
    _ = try body(input, in: &builder)
    return builder
  }

  private func check(_ shape: [Int], batch: Int) throws(NetworkError) {
    guard shape == [batch] + outputShape else {
      throw NetworkError(
        "\(Self.identifier) gives \(shape) instead of \([batch] + outputShape)", hint: "check its settings")
    }
  }
}

extension NetworkBuilder {
  /// Declares what another run of the same body asked for, in the order that `NetworkGraph` promises.
  fileprivate mutating func declareInputs(
    of asked: NetworkBuilder
  ) -> (parameters: [ValueID], statistics: [ValueID]) {
    if case .deployed = form { return ([], []) }
    let parameters = asked.parameters.map { declare($0.name, shape: $0.shape) }
    guard case .evaluation = form else {
      for mask in asked.masks { declare(asked.graph.names[mask.input] ?? "", shape: mask.shape) }
      return (parameters, [])
    }
    let statistics = asked.normalizations.flatMap { normalization in
      [normalization.runningMean, normalization.runningVariance].map {
        declare($0, shape: [normalization.channels])
      }
    }
    return (parameters, statistics)
  }
}
