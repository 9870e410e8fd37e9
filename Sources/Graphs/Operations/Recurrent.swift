import Tensors

/// A recurrent layer over a whole sequence, with ONNX's semantics and weight layouts.
///
/// | input | shape | |
/// |---|---|---|
/// | `x` | `[T, N, I]` | |
/// | `w` | `[D, G·H, I]` | D directions, G gates, H hidden units |
/// | `r` | `[D, G·H, H]` | |
/// | `b` | `[D, 2·G·H]` | input bias, then recurrent bias |
/// | `h0` | `[D, N, H]` | |
/// | `c0` | `[D, N, H]` | LSTM only |
/// | output `y` | `[T, D, N, H]` | |
/// | output `yh` | `[D, N, H]` | state after the last step of each direction |
/// | output `yc` | `[D, N, H]` | LSTM only |
/// | output `reserve` (last) | `[T, D, N, G·H + H]` | activated gates, then the new cell state (LSTM), the recurrent candidate term `R·h (+ b)` or `R·(r∘h)` before adding the input part (GRU), or 0 (RNN): what the gradient needs |
///
/// All inputs are always present (the importer makes zeros).
public struct Recurrent: Operation, Hashable {
  public let cell: RecurrentCell
  public let direction: RecurrentDirection
  public let hiddenSize: Int

  public init(_ cell: RecurrentCell, direction: RecurrentDirection, hiddenSize: Int) {
    self.cell = cell
    self.direction = direction
    self.hiddenSize = hiddenSize
  }

  public var description: String { "Recurrent \(cell), \(direction), \(hiddenSize) units" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, cell.inputCount...cell.inputCount)
    guard inputs[0].count == 3 else { throw ShapeError(description, "expected x [T, N, I], got \(inputs[0])") }
    let shapes = try RecurrentShapes(self, steps: inputs[0][0], batch: inputs[0][1], inputSize: inputs[0][2])
    for (name, shape, expected) in zip3(["x", "w", "r", "b", "h0", "c0"], inputs, shapes.inputs) {
      try check(name, shape, is: expected)
    }
    return shapes.outputs
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard cotangents.last == .some(nil) else {
      throw DifferentiationError(operation: description, reason: "its reserve is not a result to differentiate")
    }
    let (stateOutputs, inputSize) = (node.outputs.dropLast(), graph.shape(of: node.inputs[0])[2])
    guard cotangents.contains(where: { $0 != nil }) else { return node.inputs.map { _ in nil } }
    let known = Array(node.inputs[1...]) + [node.outputs[0], node.outputs[node.outputs.count - 1]]
    let incoming = zip(cotangents, stateOutputs).map { cotangent, output in
      cotangent ?? graph.addConstant(Tensor(shape: graph.shape(of: output)))
    }
    let operation = RecurrentGradient(
      self, inputSize: inputSize, givesWeightGradients: wanted[1...3].contains(true))
    let sequence = operation.givesWeightGradients ? [node.inputs[0]] : []
    let found = try graph.append(operation, known + incoming + sequence).map(Optional.some)
    let (states, weights) = (found.dropFirst().prefix(cell.inputCount - 4), found.dropFirst(cell.inputCount - 3))
    let perInput = [found[0]] + (weights.isEmpty ? [nil, nil, nil] : Array(weights)) + states
    return zip(perInput, wanted).map { $1 ? $0 : nil }
  }
}
