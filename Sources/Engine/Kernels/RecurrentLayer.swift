internal import CKernels
internal import Graphs

/// The sizes of a recurrent layer, and what its kernel and that of its gradient share.
struct RecurrentLayer {
  let operation: Recurrent
  let steps: Int
  let batch: Int
  let inputSize: Int

  var directions: Int { operation.direction.count }
  var hidden: Int { operation.hiddenSize }
  var gates: Int { operation.cell.gateCount }
  /// Numbers per sample and step before the activations.
  var width: Int { gates * hidden }
  var stateCount: Int { directions * batch * hidden }

  /// The cell that applies its reset gate before the product takes two products a step.
  var resetsFirst: Bool { operation.cell == .gru(linearBeforeReset: false) }

  func description(of direction: Int) -> ck_recurrent_layer {
    ck_recurrent_layer(
      cell: operation.cell.loop, reversed: operation.direction == .reverse || direction == 1, steps: steps,
      batch: batch, directions: directions, direction: direction, hidden: hidden)
  }

  /// Floats that the packed recurrent weights of one direction take, either way.
  var panelCount: Int {
    let forward = resetsFirst ? [(hidden, 2 * hidden), (hidden, hidden)] : [(hidden, width)]
    let backward = resetsFirst ? [(2 * hidden, hidden), (hidden, hidden)] : [(width, hidden)]
    func count(_ parts: [(Int, Int)]) -> Int { parts.reduce(0) { $0 + ck_panel_count($1.0, $1.1) } }
    return max(count(forward), count(backward))
  }

  /// Packs `r [gates·hidden, hidden]` for `h · rᵀ`.
  func packForward(_ r: UnsafePointer<Float>, into panels: UnsafeMutablePointer<Float>) {
    guard resetsFirst else { return ck_pack_panels(r, 1, hidden, hidden, width, panels) }
    ck_pack_panels(r, 1, hidden, hidden, 2 * hidden, panels)
    ck_pack_panels(
      r + 2 * hidden * hidden, 1, hidden, hidden, hidden, panels + ck_panel_count(hidden, 2 * hidden))
  }

  /// Packs `r` for `dgates · r`.
  func packBackward(_ r: UnsafePointer<Float>, into panels: UnsafeMutablePointer<Float>) {
    guard resetsFirst else { return ck_pack_panels(r, hidden, 1, width, hidden, panels) }
    ck_pack_panels(r, hidden, 1, 2 * hidden, hidden, panels)
    ck_pack_panels(
      r + 2 * hidden * hidden, hidden, 1, hidden, hidden, panels + ck_panel_count(2 * hidden, hidden))
  }

  /// Calls `body` with samples of one direction; threads own samples, so that no step waits for another thread.
  ///
  /// A sample's bits do not depend on which others are taken with it.
  func forEachSampleRange(_ body: (_ direction: Int, _ samples: Range<Int>) -> Void) {
    let work = max(1, steps * width * (hidden + 8))
    Parallel.forEachRange(directions * batch, grain: max(1, (1 << 17) / work)) { range in
      for direction in 0..<directions {
        let own = range.clamped(to: direction * batch..<(direction + 1) * batch)
        guard !own.isEmpty else { continue }
        body(direction, own.lowerBound - direction * batch..<own.upperBound - direction * batch)
      }
    }
  }
}

extension RecurrentCell {
  fileprivate var loop: ck_cell {
    switch self {
    case .lstm: CK_LSTM
    case .gru(let linearBeforeReset): linearBeforeReset ? CK_GRU_LINEAR : CK_GRU
    case .rnn(let activation): activation == .tanh ? CK_RNN_TANH : CK_RNN_RELU
    }
  }
}
