import Foundation
import Graphs

extension RecurrentCell {
  /// One time step: the state after it, and what `Recurrent` keeps of it for the gradient.
  func step(
    _ x: [Double], _ state: RecurrentState, _ weights: RecurrentWeights
  ) -> (state: RecurrentState, reserve: [Double]) {
    switch self {
    case .lstm: lstmStep(x, state, weights)
    case .gru(let linearBeforeReset): gruStep(x, state.h, weights, linearBeforeReset)
    case .rnn(let activation): rnnStep(x, state.h, weights, activation)
    }
  }

  /// `c′ = f∘c + i∘g`, `h′ = o∘tanh(c′)`; gates i, o, f, g.
  private func lstmStep(
    _ x: [Double], _ state: RecurrentState, _ weights: RecurrentWeights
  ) -> (RecurrentState, [Double]) {
    let gates = (0..<4).map { gate in
      let sum = weights.inputPart(gate, x) .+ weights.recurrentPart(gate, state.h)
      return sum.map { gate == 3 ? tanh($0) : logistic($0) }
    }
    let c = (gates[2] .* state.c) .+ (gates[0] .* gates[3])
    let h = gates[1] .* c.map { tanh($0) }
    return (RecurrentState(h: h, c: c), gates.flatMap { $0 } + c)
  }

  /// `h′ = (1 − z)∘g + z∘h`; gates z, r, g.
  private func gruStep(
    _ x: [Double], _ h: [Double], _ weights: RecurrentWeights, _ linearBeforeReset: Bool
  ) -> (RecurrentState, [Double]) {
    let (z, r) = (gate(0, x, h, weights), gate(1, x, h, weights))
    let term = linearBeforeReset ? weights.recurrentPart(2, h) : weights.r[2] * (r .* h)
    let recurrent = linearBeforeReset ? r .* term : term .+ weights.recurrentBias[2]
    let g = (weights.inputPart(2, x) .+ recurrent).map { tanh($0) }
    let next = (z.map { 1 - $0 } .* g) .+ (z .* h)
    return (RecurrentState(h: next, c: []), z + r + g + term)
  }

  private func gate(_ gate: Int, _ x: [Double], _ h: [Double], _ weights: RecurrentWeights) -> [Double] {
    (weights.inputPart(gate, x) .+ weights.recurrentPart(gate, h)).map(logistic)
  }

  private func rnnStep(
    _ x: [Double], _ h: [Double], _ weights: RecurrentWeights, _ activation: RecurrentActivation
  ) -> (RecurrentState, [Double]) {
    let sum = weights.inputPart(0, x) .+ weights.recurrentPart(0, h)
    let next = sum.map { activation == .tanh ? tanh($0) : max($0, 0) }
    return (RecurrentState(h: next, c: []), next + next.map { _ in 0 })
  }
}
