import Graphs
import Tensors

extension GraphWriter {
  /// An initial state of zeros, whose shape has the batch in it, is left out: that is what ONNX begins with.
  mutating func recurrent(_ operation: Recurrent, _ written: WrittenNode) throws(ONNXWriterError) {
    let states = written.node.outputs.count - 1
    let reserve = written.node.outputs[states]
    guard !small.nodes.contains(where: { $0.inputs.contains(reserve) }), !small.outputs.contains(reserve) else {
      throw written.error("what it keeps for its gradient is read")
    }
    var inputs: [String] = []
    for index in 0..<4 { inputs.append(try input(index, of: written)) }
    inputs.append("")
    for index in 4..<written.node.inputs.count {
      let isZero = small.constants[written.node.inputs[index]]?.scalars.allSatisfy { $0 == 0 } ?? false
      inputs.append(isZero ? "" : try input(index, of: written))
    }
    while inputs.last == "" { inputs.removeLast() }
    let outputs = (0..<states).map { output($0, of: written) }
    append(operatorName(operation.cell), inputs, outputs, attributes(operation), name: written.name)
  }

  private func operatorName(_ cell: RecurrentCell) -> String {
    switch cell {
    case .lstm: "LSTM"
    case .gru: "GRU"
    case .rnn: "RNN"
    }
  }

  private func attributes(_ operation: Recurrent) -> [ProtoAttribute] {
    let common = [
      ProtoAttribute("hidden_size", operation.hiddenSize), ProtoAttribute("direction", operation.direction.rawValue),
    ]
    switch operation.cell {
    case .lstm: return common
    case .gru(let linearBeforeReset): return common + [ProtoAttribute("linear_before_reset", linearBeforeReset)]
    case .rnn(let activation):
      let name = activation == .relu ? "Relu" : "Tanh"
      return common + [ProtoAttribute("activations", [String](repeating: name, count: operation.direction.count))]
    }
  }
}
