import Foundation
public import Graphs
import Tensors

extension RecurrentGradient: ReferenceOperation {
  /// Walks each sequence from its last step to its first, with the gradient of the state in hand.
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    var outputs = outputShapes.map { DoubleTensor(shape: $0) }
    let isLSTM = recurrent.cell == .lstm
    let names = Inputs(inputs, isLSTM: isLSTM)
    let states = isLSTM ? 2 : 1
    var weights = WeightSums(Array(outputs.dropFirst(1 + states)), x: inputs[inputs.count - 1])
    for lane in recurrent.lanes(batch: outputs[0].shape[1]) {
      let state = walkBack(lane, names, into: &outputs[0], &weights)
      outputs[1].setRow(lane.direction, lane.sample, to: state.h)
      if isLSTM { outputs[2].setRow(lane.direction, lane.sample, to: state.c) }
    }
    return outputs.prefix(1 + states) + weights.tensors
  }

  /// The gradient of the initial state; adds that of the inputs to `dx`, that of the weights to `sums`.
  private func walkBack(
    _ lane: RecurrentLane, _ inputs: Inputs, into dx: inout DoubleTensor, _ sums: inout WeightSums
  ) -> RecurrentState {
    let weights = RecurrentWeights(
      w: inputs.w, r: inputs.r, b: inputs.b, lane: lane, hidden: recurrent.hiddenSize)
    let times = lane.times(dx.shape[0])
    var gradient = inputs.finalGradient(lane)
    for step in times.indices.reversed() {
      let before = step == 0 ? inputs.initialState(lane) : inputs.state(after: times[step - 1], lane)
      let reserve = inputs.reserve.row(times[step], lane.direction, lane.sample)
      gradient.h = gradient.h .+ inputs.dy.row(times[step], lane.direction, lane.sample)
      let gates = stride(from: 0, to: reserve.count, by: recurrent.hiddenSize).map {
        Array(reserve[$0..<$0 + recurrent.hiddenSize])
      }
      let found = recurrent.cell.stepGradient(gradient, before: before, reserve: gates, weights)
      for (gate, da) in found.preactivations.enumerated() {
        dx.addToRow(times[step], lane.sample, values: transposed(weights.w[gate], times: da))
      }
      if givesWeightGradients {
        let recurrentPart = recurrent.cell.recurrentPart(found.preactivations, before: before.h, reserve: gates)
        sums.add(found.preactivations, recurrentPart, lane, time: times[step])
      }
      gradient = found.before
    }
    return gradient
  }
}

/// The gradients of `w`, `r` and `b`, added up step by step.
private struct WeightSums {
  private(set) var tensors: [DoubleTensor]
  private let x: DoubleTensor

  init(_ zeros: [DoubleTensor], x: DoubleTensor) {
    tensors = zeros
    self.x = x
  }

  /// Adds the outer products of one step: `da` are the cotangents of each gate before its activation, `recurrentPart` those
  /// of its recurrent part (bias included) with what `r` was multiplied with.
  mutating func add(
    _ da: [[Double]], _ recurrentPart: [(cotangent: [Double], h: [Double])], _ lane: RecurrentLane, time: Int
  ) {
    let hidden = da[0].count
    for gate in da.indices {
      for unit in 0..<hidden {
        let (row, (cotangent, h)) = (gate * hidden + unit, recurrentPart[gate])
        tensors[0].addToRow(lane.direction, row, values: x.row(time, lane.sample).map { $0 * da[gate][unit] })
        tensors[1].addToRow(lane.direction, row, values: h.map { $0 * cotangent[unit] })
      }
    }
    tensors[2].addToRow(lane.direction, values: da.flatMap { $0 } + recurrentPart.flatMap(\.cotangent))
  }
}

/// The inputs of the gradient by name.
private struct Inputs {
  let w, r, b, h0, y, reserve, dy, dyh: DoubleTensor
  let c0, dyc: DoubleTensor?

  init(_ inputs: [DoubleTensor], isLSTM: Bool) {
    (w, r, b, h0) = (inputs[0], inputs[1], inputs[2], inputs[3])
    c0 = isLSTM ? inputs[4] : nil
    let rest = inputs[(isLSTM ? 5 : 4)...]
    (y, reserve, dy, dyh) = (
      rest[rest.startIndex], rest[rest.startIndex + 1], rest[rest.startIndex + 2], rest[rest.startIndex + 3]
    )
    dyc = isLSTM ? inputs[9] : nil
  }

  func initialState(_ lane: RecurrentLane) -> RecurrentState {
    RecurrentState(h: h0.row(lane.direction, lane.sample), c: c0?.row(lane.direction, lane.sample) ?? [])
  }

  /// The cell state is the last part of the reserve.
  func state(after time: Int, _ lane: RecurrentLane) -> RecurrentState {
    let h = y.row(time, lane.direction, lane.sample)
    let c = c0 == nil ? [] : reserve.row(time, lane.direction, lane.sample).suffix(h.count)
    return RecurrentState(h: h, c: Array(c))
  }

  func finalGradient(_ lane: RecurrentLane) -> RecurrentState {
    RecurrentState(h: dyh.row(lane.direction, lane.sample), c: dyc?.row(lane.direction, lane.sample) ?? [])
  }
}

extension RecurrentCell {
  /// The gradient of the state before a step, and of each gate before its activation, from that of the state after it.
  fileprivate func stepGradient(
    _ after: RecurrentState, before: RecurrentState, reserve: [[Double]], _ weights: RecurrentWeights
  ) -> (before: RecurrentState, preactivations: [[Double]]) {
    switch self {
    case .lstm: lstmGradient(after, before, reserve, weights)
    case .gru(let linearBeforeReset): gruGradient(after.h, before.h, reserve, weights, linearBeforeReset)
    case .rnn(let activation): rnnGradient(after.h, reserve[0], weights, activation)
    }
  }

  /// For each gate, the cotangent of `R·h + b` given those before the activations, and what `R` is multiplied with.
  fileprivate func recurrentPart(
    _ da: [[Double]], before h: [Double], reserve: [[Double]]
  ) -> [(cotangent: [Double], h: [Double])] {
    guard case .gru(let linearBeforeReset) = self else { return da.map { ($0, h) } }
    let last = linearBeforeReset ? (da[2] .* reserve[1], h) : (da[2], reserve[1] .* h)
    return [(da[0], h), (da[1], h), last]
  }

  private func lstmGradient(
    _ after: RecurrentState, _ before: RecurrentState, _ reserve: [[Double]], _ weights: RecurrentWeights
  ) -> (RecurrentState, [[Double]]) {
    let (i, o, f, g) = (reserve[0], reserve[1], reserve[2], reserve[3])
    let tanhC = reserve[4].map { tanh($0) }
    let dc = after.c .+ (after.h .* o .* tanhC.map { 1 - $0 * $0 })
    let da = [
      dc .* g .* i.map { $0 * (1 - $0) },
      after.h .* tanhC .* o.map { $0 * (1 - $0) },
      dc .* before.c .* f.map { $0 * (1 - $0) },
      dc .* i .* g.map { 1 - $0 * $0 },
    ]
    let dh = (0..<4).map { transposed(weights.r[$0], times: da[$0]) }.reduce(after.h.map { _ in 0 }, .+)
    return (RecurrentState(h: dh, c: dc .* f), da)
  }

  private func gruGradient(
    _ dh: [Double], _ h: [Double], _ reserve: [[Double]], _ weights: RecurrentWeights, _ linearBeforeReset: Bool
  ) -> (RecurrentState, [[Double]]) {
    let (z, r, g, term) = (reserve[0], reserve[1], reserve[2], reserve[3])
    let dg = dh .* z.map { 1 - $0 } .* g.map { 1 - $0 * $0 }
    let dz = dh .* zip(h, g).map { $0 - $1 } .* z.map { $0 * (1 - $0) }
    // What the candidate's recurrent part hands back: through R·h before the reset gate, or through R·(r∘h) after it.
    let handedBack = transposed(weights.r[2], times: linearBeforeReset ? dg .* r : dg)
    let resetGradient = linearBeforeReset ? dg .* term : handedBack .* h
    let dr = resetGradient .* r.map { $0 * (1 - $0) }
    let before =
      (dh .* z) .+ transposed(weights.r[0], times: dz) .+ transposed(weights.r[1], times: dr)
      .+ (linearBeforeReset ? handedBack : handedBack .* r)
    return (RecurrentState(h: before, c: []), [dz, dr, dg])
  }

  private func rnnGradient(
    _ dh: [Double], _ h: [Double], _ weights: RecurrentWeights, _ activation: RecurrentActivation
  ) -> (RecurrentState, [[Double]]) {
    let da = dh .* h.map { activation == .tanh ? 1 - $0 * $0 : $0 > 0 ? 1 : 0 }
    return (RecurrentState(h: transposed(weights.r[0], times: da), c: []), [da])
  }
}
