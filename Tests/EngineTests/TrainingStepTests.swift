import Engine
import Foundation
import Graphs
import Tensors
import TestSupport
import Testing

/// A whole network's parameter gradients against PyTorch (generate_training_step.py).
@Suite struct TrainingStepTests {
  private struct Step: Decodable {
    struct Array: Decodable {
      let shape: [Int]
      let values: [Double]
      var tensor: Tensor { Tensor(shape: shape, scalars: values.map(Float.init)) }
    }
    let input, cotangent, logits: Array
    let parameters, gradients: [Array]
    let runningMean, runningVariance: Array
  }

  /// Convolution, batch norm, relu, pool, convolution with strides and dilations, relu, mean, linear.
  private struct Network {
    var graph = Graph()
    let parameters: [ValueID]
    let statistics: [ValueID]

    init(input: [Int], parameterShapes: [[Int]]) throws {
      let x = graph.addInput(shape: input)
      var values: [ValueID] = []
      for shape in parameterShapes { values.append(graph.addInput(shape: shape)) }
      parameters = values
      let ones = [1, 1, 1]
      let first = Convolution(strides: ones, padBefore: ones, padAfter: ones, dilations: ones)
      let convolved = try graph(first, x, values[0], values[1])
      let made = try graph.append(BatchNormalization(epsilon: 1e-5), [convolved, values[2], values[3]])
      statistics = [made[1], made[2]]
      let window = PoolingWindow(of: [2, 2, 2])
      let pooled = try graph(MaxPool(window), graph(Unary(.relu), made[0]))
      let second = Convolution(strides: [1, 2, 1], padBefore: [1, 0, 1], padAfter: [1, 0, 1], dilations: [1, 1, 2])
      let last = try graph(Unary(.relu), graph(second, pooled, values[4], values[5]))
      let features = try graph(Reduction(.mean, axes: [2, 3, 4], keepsAxes: false), last)
      graph.outputs = [
        try graph.add(graph(MatrixProduct(transposesRight: true), features, values[6]), values[7])
      ]
    }
  }

  @Test func parameterGradientsAreThoseOfPyTorch() throws {
    let fixture = try JSONDecoder().decode(Step.self, from: Data(Fixture.bytes("training-step.json")))
    let network = try Network(input: fixture.input.shape, parameterShapes: fixture.parameters.map(\.shape))
    let plan = try Plan(
      compiling: network.graph, taps: network.statistics, gradientTargets: network.parameters)
    let found = try plan.forward([fixture.input.tensor] + fixture.parameters.map(\.tensor))
    #expect(Conformance.error(found[0], fixture.logits.tensor) < 1e-5)
    // running = 0.9·(0 or 1) + 0.1·(mean or unbiased variance)
    let count = Float(3 * 5 * 8 * 9)
    let mean = Tensor(shape: [5], scalars: found[1].scalars.map { 0.1 * $0 })
    let variance = Tensor(shape: [5], scalars: found[2].scalars.map { 0.9 + 0.1 * $0 * count / (count - 1) })
    #expect(Conformance.error(mean, fixture.runningMean.tensor) < 1e-5)
    #expect(Conformance.error(variance, fixture.runningVariance.tensor) < 1e-5)
    let gradients = try plan.pullback([fixture.cotangent.tensor])
    let largest = fixture.gradients.flatMap { $0.values.map(\.magnitude) }.max() ?? 0
    for (index, (gradient, expected)) in zip(gradients, fixture.gradients).enumerated() {
      let error = zip(gradient.scalars, expected.values).map { abs(Double($0) - $1) }.max() ?? .infinity
      // A bias before a normalisation has a gradient of 0, of which only the rounding is left.
      let scale = max(expected.values.map(\.magnitude).max() ?? 0, 1e-3 * largest)
      #expect(error < 2e-5 * scale, "parameter \(index)")
    }
  }
}
