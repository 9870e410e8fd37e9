import Graphs
import Tensors
import TestSupport
import Testing

/// Derivatives that are known on paper.
@Suite struct ClosedFormTests {
  /// `hₜ = ½hₜ₋₁ + w·xₜ` with w = (1, −2): `dh₄/dxₜ = ½⁴⁻ᵗ w`.
  ///
  /// A relu on a positive state is linear.
  private func linearRecurrence(readingStep step: Int) throws -> DoubleTensor {
    var graph = Graph()
    let x = graph.addInput(shape: [4, 1, 2])
    let weights: [(shape: [Int], scalars: [Float])] = [
      ([1, 1, 2], [1, -2]), ([1, 1, 1], [0.5]), ([1, 2], [0, 0]), ([1, 1, 1], [100]),
    ]
    let constants = weights.map { graph.addConstant(Tensor(shape: $0.shape, scalars: $0.scalars)) }
    let layer = Recurrent(.rnn(activation: .relu), direction: .forward, hiddenSize: 1)
    let y = try graph.append(layer, [x] + constants)[0]
    graph.outputs = [try graph(Slice(starts: [step, 0, 0, 0], steps: [1, 1, 1, 1], extents: [1, 1, 1, 1]), y)]
    let derivative = try graph.differentiated(withRespectTo: [x])
    let inputs = [DoubleTensor(shape: [4, 1, 2], seed: 1), DoubleTensor(repeating: 1, shape: [1, 1, 1, 1])]
    return try ReferenceInterpreter.evaluate(derivative.graph, inputs: inputs, values: derivative.gradients)[0]
  }

  @Test func theLinearRecurrenceForgetsByHalves() throws {
    let gradient = try linearRecurrence(readingStep: 3).scalars
    #expect(gradient == [0.125, -0.25, 0.25, -0.5, 0.5, -1, 1, -2])
    // An L∞ step of ε moves the score by ε times the L1 norm of the gradient: over padding (t = 3, 4), and over all.
    #expect(gradient[4...].reduce(0) { $0 + $1.magnitude } == 4.5)
    #expect(gradient.reduce(0) { $0 + $1.magnitude } == 5.625)
  }

  @Test func framesAfterTheOneThatIsReadHaveNoGradientAtAll() throws {
    #expect(try linearRecurrence(readingStep: 1).scalars == [0.5, -1, 1, -2, 0, 0, 0, 0])
  }

  /// `dCE/dx = Wᵀ(p − e_y)` for W = [[1, 2], [0, −1], [−2, ½]], b = (0, ½, −0.2), x = (0.3, 0.4), y = 0.
  @Test func crossEntropyOfALinearClassifier() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [1, 2])
    let w = graph.addConstant(Tensor(shape: [3, 2], scalars: [1, 2, 0, -1, -2, 0.5]))
    let b = graph.addConstant(Tensor(shape: [3], scalars: [0, 0.5, -0.2]))
    let logits = try graph.add(graph(MatrixProduct(transposesRight: true), x, w), b)
    graph.outputs = [try graph(LogSoftmax(axis: 1), logits)]
    let derivative = try graph.differentiated(withRespectTo: [x])
    let inputs = [
      DoubleTensor(shape: [1, 2], scalars: [0.3, 0.4]), DoubleTensor(shape: [1, 3], scalars: [-1, 0, 0]),
    ]
    let gradient = try ReferenceInterpreter.evaluate(derivative.graph, inputs: inputs, values: derivative.gradients)[0]
    #expect(gradient.relativeError(from: DoubleTensor(shape: [1, 2], scalars: [-0.590708, -0.888493])) < 1e-5)
  }

  /// One unit, one step, x = 1, h₀ = 0.5; every gate sees its own weights, so that an exchange of gates shows.
  @Test(arguments: [(true, 0.4910326), (false, 0.4999017)])
  func oneStepOfAGatedUnit(linearBeforeReset: Bool, expected: Double) throws {
    let layer = Recurrent(.gru(linearBeforeReset: linearBeforeReset), direction: .forward, hiddenSize: 1)
    let h = try oneStep(of: layer, w: [0.1, -0.2, 0.3], r: [0.4, 0.5, 0.6], b: [0.01, 0.02, 0.03, 0.04, 0.05, 0.06])
    #expect(abs(h - expected) < 1e-6)
  }

  /// `i = σ(0.1 + 0.15)`, `o = σ(0.2 + 0.3)`, `f = σ(0.3 + 0.45)`, `g = tanh(0.4 + 0.6)`, `c = 0.5f + ig`, `h = o tanh c`.
  @Test func oneStepOfALongShortTermMemory() throws {
    let layer = Recurrent(.lstm, direction: .forward, hiddenSize: 1)
    let h = try oneStep(
      of: layer, w: [0.1, 0.2, 0.3, 0.4], r: [0.3, 0.6, 0.9, 1.2], b: [Float](repeating: 0, count: 8))
    #expect(abs(h - 0.4018680) < 1e-6)
  }

  private func oneStep(of layer: Recurrent, w: [Float], r: [Float], b: [Float]) throws -> Double {
    var graph = Graph()
    let x = graph.addInput(shape: [1, 1, 1])
    let shapes = [[1, w.count, 1], [1, w.count, 1], [1, b.count]]
    let weights = zip(shapes, [w, r, b]).map { graph.addConstant(Tensor(shape: $0, scalars: $1)) }
    let state = graph.addConstant(Tensor(shape: [1, 1, 1], scalars: [0.5]))
    let states = layer.cell == .lstm ? [state, state] : [state]
    graph.outputs = [try graph.append(layer, [x] + weights + states)[1]]
    return try ReferenceInterpreter.evaluate(graph, inputs: [DoubleTensor(repeating: 1, shape: [1, 1, 1])])[0].scalars[
      0]
  }
}
