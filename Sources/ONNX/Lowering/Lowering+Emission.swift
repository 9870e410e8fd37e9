import Graphs
import Tensors

/// Appending to the graph.
extension Lowering {
  /// Appends a node to the graph, and follows the batch through it.
  mutating func emitAll(_ operation: any Operation, _ inputs: [ValueID], _ node: ONNXNode) throws -> [ValueID] {
    let outputs: [ValueID]
    do {
      outputs = try graph.append(operation, inputs, name: node.displayName)
    } catch let error as ShapeError {
      throw node.error(.shape, "\(error)", hint: "does the input have the shape that the model wants?")
    }
    for output in outputs where graph.shape(of: output).contains(0) {
      throw node.error(.shape, "makes an empty tensor \(graph.shape(of: output))")
    }
    tracer.record(graph.nodes[graph.nodes.count - 1], in: graph, label: node.label)
    try refuseMixing()
    return outputs
  }

  mutating func emit(_ operation: any Operation, _ inputs: ValueID..., node: ONNXNode) throws -> ValueID {
    try emitAll(operation, inputs, node)[0]
  }

  /// A model that is run at another batch size than its own must keep samples apart.
  private func refuseMixing() throws {
    guard exportedBatch != nil, let mixing = tracer.mixing else { return }
    throw ONNXError(.fixedBatch, mixing)
  }

  mutating func addConstant(_ tensor: Tensor) -> ValueID { graph.addConstant(tensor) }

  mutating func scalar(_ value: Float) -> ValueID { addConstant(Tensor(scalar: value)) }

  /// The value itself if it has the shape already.
  mutating func reshaped(_ value: ValueID, to shape: [Int], _ node: ONNXNode) throws -> ValueID {
    graph.shape(of: value) == shape ? value : try emit(Reshape(to: shape), value, node: node)
  }
}
