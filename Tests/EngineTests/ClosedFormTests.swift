import Engine
import Foundation
import Graphs
import Tensors
import TestSupport
import Testing

/// Gradients that can be worked out by hand.
@Suite struct ClosedFormTests {
  private func gradient(of graph: Graph, at input: Tensor, cotangent: [Float]) throws -> [Float] {
    let plan = try Plan(compiling: graph)
    let output = try plan.forward([input])[0]
    return try plan.pullback([Tensor(shape: output.shape, scalars: cotangent)])[0].scalars
  }

  /// `f(x) = 3x₁ − 4x₂ − 1` at (2, ½) is 3, and its gradient is its weights.
  @Test func aLinearFunctionHasItsWeightsAsGradient() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [1, 2])
    let product = try graph(MatrixProduct(), x, graph.addConstant(Tensor(shape: [2, 1], scalars: [3, -4])))
    graph.outputs = [try graph(Binary(.add), product, graph.addConstant(Tensor(shape: [1], scalars: [-1])))]
    let input = Tensor(shape: [1, 2], scalars: [2, 0.5])
    #expect(try Plan(compiling: graph).forward([input])[0].scalars == [3])
    #expect(try gradient(of: graph, at: input, cotangent: [1]) == [3, -4])
  }

  /// `−ln p_y` of a linear softmax has the gradient `Wᵀ(p − e_y)`.
  @Test func crossEntropyOfALinearSoftmax() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [1, 2])
    let weights = graph.addConstant(Tensor(shape: [3, 2], scalars: [1, 2, 0, -1, -2, 0.5]))
    let bias = graph.addConstant(Tensor(shape: [3], scalars: [0, 0.5, -0.2]))
    let logits = try graph(Binary(.add), graph(MatrixProduct(transposesRight: true), x, weights), bias)
    graph.outputs = [try graph(LogSoftmax(axis: 1), logits)]
    let found = try gradient(of: graph, at: Tensor(shape: [1, 2], scalars: [0.3, 0.4]), cotangent: [-1, 0, 0])
    #expect(zip(found, [-0.590708, -0.888493]).allSatisfy { abs($0 - $1) < 1e-5 }, "\(found)")
  }

  /// Integrated gradients of `f = xᵀAx` from 0 to (1, −2) are (−1, 10) and add up to `f = 9`.
  @Test func integratedGradientsOfAQuadraticAreComplete() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [1, 2])
    let a = graph.addConstant(Tensor(shape: [2, 2], scalars: [1, 2, 0, 3]))
    let image = try graph(MatrixProduct(), x, a)
    graph.outputs = [try graph.sum(graph(Binary(.multiply), image, x), over: [1])]
    let end: [Float] = [1, -2]
    var attribution: [Float] = [0, 0]
    let steps = 100
    for step in 0..<steps {
      // The gradient is linear along the way, so the midpoint rule is exact.
      let share = (Float(step) + 0.5) / Float(steps)
      let slope = try gradient(of: graph, at: Tensor(shape: [1, 2], scalars: end.map { $0 * share }), cotangent: [1])
      for axis in 0..<2 { attribution[axis] += end[axis] * slope[axis] / Float(steps) }
    }
    #expect(zip(attribution, [-1, 10]).allSatisfy { abs($0 - $1) < 1e-4 }, "\(attribution)")
    #expect(abs(attribution.reduce(0, +) - 9) < 1e-4)
  }

  /// The last state of `h_t = ½h_{t−1} + w·x_t` after four steps has the gradient `(⅛, ¼, ½, 1)·w`.
  ///
  /// Changing only steps 3 and 4 by at most ε lowers it by `4.5 ε`, changing all by `5.625 ε`.
  @Test func aLinearRecurrenceForgetsByHalves() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [4, 1, 2])
    let weights: [Float] = [1, -2]
    // A rectifier is the identity on a state that stays positive.
    let recurrent = Recurrent(.rnn(activation: .relu), direction: .forward, hiddenSize: 1)
    let outputs = try graph.append(
      recurrent,
      [
        x, graph.addConstant(Tensor(shape: [1, 1, 2], scalars: weights)),
        graph.addConstant(Tensor(shape: [1, 1, 1], scalars: [0.5])),
        graph.addConstant(Tensor(shape: [1, 2])), graph.addConstant(Tensor(repeating: 100, shape: [1, 1, 1])),
      ])
    graph.outputs = [outputs[1]]
    let found = try gradient(of: graph, at: Tensor(shape: [4, 1, 2]), cotangent: [1])
    let factors: [Float] = [0.125, 0.25, 0.5, 1]
    #expect(zip(found, factors.flatMap { factor in weights.map { $0 * factor } }).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(abs(found.suffix(4).reduce(0) { $0 + abs($1) } - 4.5) < 1e-6)
    #expect(abs(found.reduce(0) { $0 + abs($1) } - 5.625) < 1e-6)
  }

  /// In a causal network frames after the last position that is read have exactly no gradient.
  @Test func framesThatACausalNetworkNeverReadsHaveNoGradient() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 8))
    let x = graph.addInput(shape: [1, 2, 12])
    let causal = Convolution(strides: [1], padBefore: [4], padAfter: [0], dilations: [2])
    let y = try graph(causal, x, graph.addConstant(random.uniform([16, 2, 3])))
    let read = try graph(Slice(starts: [0, 0, 7], steps: [1, 1, 1], extents: [1, 16, 1]), graph(Unary(.tanh), y))
    graph.outputs = [try graph.reshape(read, to: [1, 16])]
    let found = try gradient(of: graph, at: random.uniform([1, 2, 12]), cotangent: random.uniform([16]).scalars)
    for channel in 0..<2 {
      #expect(found[(channel * 12 + 8)..<(channel * 12 + 12)].allSatisfy { $0 == 0 })
      #expect(found[channel * 12 + 7] != 0)
    }
  }
}
