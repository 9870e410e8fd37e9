public enum RecurrentCell: Hashable, Sendable {
  /// Gates in ONNX order: input, output, forget, cell.
  case lstm
  /// Gates in ONNX order: update, reset, hidden. `linearBeforeReset` applies the reset gate after the recurrent product.
  case gru(linearBeforeReset: Bool)
  /// One gate; tanh or relu.
  case rnn(activation: RecurrentActivation)

  public var gateCount: Int {
    switch self {
    case .lstm: 4
    case .gru: 3
    case .rnn: 1
    }
  }
}

public enum RecurrentActivation: String, Hashable, Sendable { case tanh, relu }

public enum RecurrentDirection: String, Hashable, Sendable {
  case forward, reverse, bidirectional
  public var count: Int { self == .bidirectional ? 2 : 1 }
}
