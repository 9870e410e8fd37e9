import Graphs
import Tensors

extension Lowering {
  static let recurrents: [String: OperatorSupport] = [
    "LSTM": OperatorSupport(outputs: 3, refusal: refuseRecurrent) { lowering, node in
      try lowering.recurrent(node) { _ in .lstm }
    },
    "GRU": OperatorSupport(outputs: 2, refusal: refuseRecurrent) { lowering, node in
      try lowering.recurrent(node) { .gru(linearBeforeReset: try $0.flag("linear_before_reset")) }
    },
    "RNN": OperatorSupport(outputs: 2, refusal: refuseRecurrent) { lowering, node in
      try lowering.recurrent(node) { .rnn(activation: try $0.usesRelu() ? .relu : .tanh) }
    },
  ]

  @Sendable private static func refuseRecurrent(_ node: ONNXNode, _ opset: Int) throws -> String? {
    if node.hasInput(4) { return "sequence_lens is given; pad sequences and leave it out" }
    if node.hasInput(7) { return "peepholes (input P) are not supported" }
    if node.attributes["clip"] != nil { return "clip is not supported" }
    if try node.flag("input_forget") { return "coupled gates (input_forget) are not supported" }
    guard RecurrentDirection(rawValue: try node.text("direction", default: "forward")) != nil else {
      return "direction '\(try node.text("direction", default: "forward"))' is not known"
    }
    guard try node.hasDefaultActivations() else {
      return "activations \(try node.texts("activations") ?? []) are not supported"
    }
    return nil
  }

  private mutating func recurrent(
    _ node: ONNXNode, cell: (ONNXNode) throws -> RecurrentCell
  ) throws -> [LoweredValue] {
    let cell = try cell(node)
    let batchFirst = try node.flag("layout")
    var x = try tensorInput(node, 0)
    guard graph.shape(of: x).count == 3 else {
      throw node.error(.shape, "needs a sequence [T, N, features], got \(graph.shape(of: x))")
    }
    if batchFirst { x = try emit(Transpose([1, 0, 2]), x, node: node) }
    let (w, r) = (try tensorInput(node, 1), try tensorInput(node, 2))
    guard graph.shape(of: r).count == 3 else { throw node.error(.shape, "its R has shape \(graph.shape(of: r))") }
    let hidden = graph.shape(of: r)[2]
    guard try node.integer("hidden_size", default: hidden) == hidden else {
      throw node.error(.malformed, "its hidden_size differs from its weight's \(hidden)")
    }
    let direction = RecurrentDirection(rawValue: try node.text("direction", default: "forward")) ?? .forward
    let state = [direction.count, graph.shape(of: x)[1], hidden]
    let bias = try optionalTensorInput(node, 3) ?? zeros([direction.count, 2 * cell.gateCount * hidden])
    var inputs = [x, w, r, bias, try initialState(node, 5, state, batchFirst)]
    if cell == .lstm { inputs.append(try initialState(node, 6, state, batchFirst)) }
    let outputs = try emitAll(Recurrent(cell, direction: direction, hiddenSize: hidden), inputs, node)
    // The last output is the reserve for the derivative.
    return try outputs.dropLast().enumerated().map { index, value in
      guard batchFirst else { return .computed(value, .float32) }
      let turned = try emit(Transpose(index == 0 ? [2, 0, 1, 3] : [1, 0, 2]), value, node: node)
      return .computed(turned, .float32)
    }
  }

  /// An initial state `[D, N, H]`; zeros if absent, repeated for the batch if exported for one sample.
  private mutating func initialState(
    _ node: ONNXNode, _ index: Int, _ shape: [Int], _ batchFirst: Bool
  ) throws -> ValueID {
    guard let value = try optionalInput(node, index) else { return zeros(shape) }
    let fitted = fittedToBatch(value, axis: batchFirst ? 0 : 1, extent: shape[1], name: node.inputs[index])
    return batchFirst ? try emit(Transpose([1, 0, 2]), fitted, node: node) : fitted
  }

  private mutating func zeros(_ shape: [Int]) -> ValueID { addConstant(Tensor(repeating: 0, shape: shape)) }
}

extension ONNXNode {
  /// Whether the gates have the activations that the operator has by default (RNN: tanh or relu, alike in both
  /// directions).
  fileprivate func hasDefaultActivations() throws -> Bool {
    guard let given = try texts("activations"), !given.isEmpty else { return true }
    let names = given.map { $0.lowercased() }
    let choices: [[String]] =
      switch operatorName {
      case "LSTM": [["sigmoid", "tanh", "tanh"]]
      case "GRU": [["sigmoid", "tanh"]]
      default: [["tanh"], ["relu"]]
      }
    return choices.contains { names == $0 || names == $0 + $0 }
  }

  fileprivate func usesRelu() throws -> Bool { try texts("activations")?.first?.lowercased() == "relu" }
}
