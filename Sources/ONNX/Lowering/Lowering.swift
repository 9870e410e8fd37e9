import Graphs
import Tensors

/// Turns the nodes of a model, one after another, into nodes of a `Graph` with static shapes.
///
/// What does not depend on the input is folded away while it is met; what does is appended to the graph, and the batch
/// axis is followed all along. Each operator family has its own file of methods and its own table of `OperatorSupport`.
struct Lowering {
  let opset: Int
  var graph = Graph()
  var tracer: BatchTracer
  /// The batch size that the model was exported with, when it is to be run at another; nil when it is taken literally.
  ///
  /// Literal shapes that contain it are then reinterpreted.
  let exportedBatch: Int?
  /// Where the batch goes in literal shapes that leave two places for it.
  var choices: BatchChoices
  var values: [String: LoweredValue]
  /// Constants that have been added to the graph, by their ONNX names.
  var addedConstants: [String: ValueID] = [:]

  init(opset: Int, constants: [String: Constant], batch: Int, exportedBatch: Int?, choices: BatchChoices) {
    self.opset = opset
    self.exportedBatch = exportedBatch == batch ? nil : exportedBatch
    self.choices = choices
    tracer = BatchTracer(count: batch)
    values = constants.mapValues { .constant($0) }
  }

  var batchCount: Int { tracer.count }

  mutating func addInput(_ name: String, shape: [Int], isBatched: Bool) {
    let value = graph.addInput(shape: shape, name: name)
    if isBatched { tracer.record(input: value, batchAxis: 0) }
    values[name] = .computed(value, .float32)
  }

  mutating func lower(_ node: ONNXNode) throws {
    guard node.domain.isEmpty, let support = OperatorTable.supported[node.operatorName] else {
      throw node.error(.unsupported, OperatorTable.explanation(of: node.operatorName))
    }
    let results = try support.lower(&self, node)
    for (name, value) in zip(node.outputs, results) where !name.isEmpty {
      values[name] = value
      if case .computed(let id, _) = value, graph.names[id] == nil { graph.names[id] = name }
    }
  }

  mutating func addOutput(_ name: String) throws {
    guard let value = values[name] else { throw ONNXError(.malformed, "output '\(name)' is produced by no node") }
    graph.outputs.append(materialised(value, name: name))
  }

  /// The finished graph.
  ///
  /// For the samples to count as apart, the first output must have the batch alone in its first axis. A single sample
  /// has nothing to be mixed with.
  func result() -> LoweredModel {
    LoweredModel(graph: graph, batch: batchCount, isBatchSeparable: mixing == nil, mixing: mixing)
  }

  private var mixing: String? {
    let scattered = "the output does not have one entry per sample along its first axis"
    guard let output = graph.outputs.first else { return scattered }
    if batchCount == 1 { return graph.shape(of: output).first == 1 ? nil : scattered }
    return tracer.mixing ?? (tracer.placement(of: output) == .along(BatchAxis(axis: 0)) ? nil : scattered)
  }
}
