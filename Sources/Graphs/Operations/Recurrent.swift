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
public struct Recurrent: Hashable, Sendable {
  public let cell: RecurrentCell
  public let direction: RecurrentDirection
  public let hiddenSize: Int

  public init(_ cell: RecurrentCell, direction: RecurrentDirection, hiddenSize: Int) {
    self.cell = cell
    self.direction = direction
    self.hiddenSize = hiddenSize
  }
}

/// Backpropagation through time. Weights are constants in an attack: only `x` and the initial states get cotangents.
///
/// Inputs: `w, r, b, h0, (c0,) y, reserve, dy, dyh (, dyc)`; absent cotangents are zero constants. Outputs: `dx`, `dh0` (, `dc0`).
public struct RecurrentGradient: Hashable, Sendable {
  public let recurrent: Recurrent
  public let inputSize: Int

  public init(_ recurrent: Recurrent, inputSize: Int) {
    self.recurrent = recurrent
    self.inputSize = inputSize
  }
}
