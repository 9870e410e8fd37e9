import Graphs

extension OperationCase {
  /// Every cell in every direction, with gradients in the sequence, the weights and the initial states.
  public static var recurrents: [OperationCase] {
    let cells: [RecurrentCell] = [
      .lstm, .gru(linearBeforeReset: false), .gru(linearBeforeReset: true), .rnn(activation: .tanh),
      .rnn(activation: .relu),
    ]
    return cells.flatMap { cell in
      [RecurrentDirection.forward, .reverse, .bidirectional].map { recurrent(cell, $0, "", steps: 3) }
        + [recurrent(cell, .forward, "one step", steps: 1)]
    }
  }

  private static func recurrent(
    _ cell: RecurrentCell, _ direction: RecurrentDirection, _ name: String, steps: Int
  ) -> OperationCase {
    let (hidden, inputs, batch, d, g) = (3, 2, 2, direction.count, cell.gateCount)
    let state = [d, batch, hidden]
    var shapes = [
      [steps, batch, inputs], [d, g * hidden, inputs], [d, g * hidden, hidden], [d, 2 * g * hidden], state,
    ]
    if cell == .lstm { shapes.append(state) }
    return OperationCase(name, Recurrent(cell, direction: direction, hiddenSize: hidden), shapes: shapes).with {
      $0.constants = [1, 2, 3]
      $0.differentiable = Array(0..<(cell == .lstm ? 6 : 5))
      $0.outputCount = cell == .lstm ? 3 : 2
    }
  }
}
