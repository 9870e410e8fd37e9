import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct DifferentiationTests {
  let tolerance = 1e-6

  /// The gradients of `Σ cotangent · output` with cotangents of ones.
  private func gradients(
    of graph: Graph, at inputs: [DoubleTensor], withRespectTo values: [ValueID]
  ) throws -> [DoubleTensor] {
    let derivative = try graph.differentiated(withRespectTo: values)
    let ones = graph.outputs.map { DoubleTensor(repeating: 1, shape: graph.shape(of: $0)) }
    return try ReferenceInterpreter.evaluate(derivative.graph, inputs: inputs + ones, values: derivative.gradients)
  }

  @Test func aValueUsedSeveralTimesCollectsEveryShare() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [3])
    let square = try graph.multiply(x, x)
    graph.outputs = [try graph.add(graph.multiply(square, x), x)]
    let found = try gradients(of: graph, at: [DoubleTensor(shape: [3], scalars: [1, 2, -1])], withRespectTo: [x])
    #expect(found[0].scalars == [4, 13, 4])
  }

  @Test func anOutputThatIsTheValueItselfPassesItsCotangentOn() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [2])
    let doubled = try graph.add(x, x)
    graph.outputs = [x, doubled, doubled]
    let found = try gradients(of: graph, at: [DoubleTensor(repeating: 3, shape: [2])], withRespectTo: [x, doubled])
    #expect(found[0].scalars == [5, 5])
    #expect(found[1].scalars == [2, 2])
  }

  @Test func whatNoOutputDependsOnHasAGradientOfZeros() throws {
    var graph = Graph()
    let (x, unused) = (graph.addInput(shape: [2]), graph.addInput(shape: [2, 3]))
    _ = try graph(Unary(.relu), unused)
    graph.outputs = [try graph(Unary(.tanh), x), graph.addConstant(Tensor(scalar: 1))]
    let inputs = [DoubleTensor(shape: [2], seed: 1), DoubleTensor(shape: [2, 3], seed: 2)]
    #expect(
      try gradients(of: graph, at: inputs, withRespectTo: [unused])[0] == DoubleTensor(repeating: 0, shape: [2, 3]))
  }

  @Test(arguments: [UnaryFunction.sign, .floor, .ceil, .round])
  func stepsHaveAGradientOfZerosAndNoNodes(_ function: UnaryFunction) throws {
    var graph = Graph()
    let x = graph.addInput(shape: [2])
    graph.outputs = [try graph(Unary(function), x)]
    let derivative = try graph.differentiated(withRespectTo: [x])
    #expect(!derivative.graph.nodes.contains { $0.operation is UnaryGradient })
    #expect(try gradients(of: graph, at: [DoubleTensor(shape: [2], seed: 1)], withRespectTo: [x])[0].scalars == [0, 0])
  }

  @Test func everyLayerOfANetworkCanBeTapped() throws {
    let network = try SmallNetwork()
    let inputs = [DoubleTensor(shape: [2, 2, 6, 6], seed: 5)]
    for value in [network.input] + network.graph.layers.map(\.output) {
      let error = try CentralDifferences().error(of: network.graph, at: inputs, withRespectTo: value)
      #expect(error < tolerance, "\(value)")
    }
  }

  @Test func nothingIsDerivedInTheWeights() throws {
    let network = try SmallNetwork()
    let derivative = try network.graph.differentiated(withRespectTo: [network.input])
    let added = derivative.graph.nodes[network.graph.nodes.count...]
    #expect(added.count { $0.operation is ConvolutionTranspose } == 2)
    #expect(!added.contains { $0.operation is Convolution })
    #expect(
      Array(derivative.graph.nodes.prefix(network.graph.nodes.count).map(\.outputs))
        == network.graph.nodes.map(\.outputs))
    #expect(derivative.graph.outputs == network.graph.outputs + derivative.gradients)
    #expect(derivative.graph.inputs == network.graph.inputs + derivative.cotangents)
  }

  @Test func nothingIsDerivedBeforeATap() throws {
    let network = try SmallNetwork()
    let tap = try #require(network.graph.lastConvolution)
    let derivative = try network.graph.differentiated(withRespectTo: [tap])
    #expect(!derivative.graph.nodes.contains { $0.operation is ConvolutionTranspose })
  }

  @Test func nothingIsDerivedInTheInputOfATrainedNetwork() throws {
    var graph = Graph()
    let (x, w) = (graph.addInput(shape: [1, 2, 5]), graph.addInput(shape: [3, 2, 3]))
    let convolution = Convolution(strides: [1], padBefore: [0], padAfter: [0], dilations: [1])
    graph.outputs = [try graph(convolution, x, w)]
    let derivative = try graph.differentiated(withRespectTo: [w])
    let added = derivative.graph.nodes[graph.nodes.count...].map(\.operation)
    #expect(added.count == 1 && added[0] is ConvolutionWeightGradient)
  }

  /// A recurrent layer's weights are paid for only when they are wanted.
  @Test func recurrentWeightsAreDerivedOnlyWhenWanted() throws {
    var graph = Graph()
    let shapes = [[3, 1, 2], [1, 4, 2], [1, 4, 4], [1, 8], [1, 1, 4]]
    let inputs = shapes.map { graph.addInput(shape: $0) }
    graph.outputs = [
      try graph.append(Recurrent(.rnn(activation: .tanh), direction: .forward, hiddenSize: 4), inputs)[0]
    ]
    for (values, isWanted) in [([inputs[0], inputs[4]], false), ([inputs[0], inputs[2]], true), ([inputs[3]], true)] {
      let derivative = try graph.differentiated(withRespectTo: values)
      let gradients = derivative.graph.nodes.compactMap { $0.operation as? RecurrentGradient }
      #expect(gradients.map(\.givesWeightGradients) == [isWanted])
    }
  }

  @Test func batchStatisticsHaveNoDerivative() throws {
    var graph = Graph()
    let inputs = [[4, 2], [2], [2]].map { graph.addInput(shape: $0) }
    graph.outputs = [try graph.append(BatchNormalization(epsilon: 1e-5), inputs)[1]]
    let error = #expect(throws: DifferentiationError.self) {
      _ = try graph.differentiated(withRespectTo: [inputs[0]])
    }
    #expect(error?.description.contains("mean and variance") == true)
  }

  @Test func secondDerivativesAreRefusedByName() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [2])
    graph.outputs = [try graph(Unary(.tanh), x)]
    var derivative = try graph.differentiated(withRespectTo: [x])
    derivative.graph.outputs = derivative.gradients
    let error = #expect(throws: DifferentiationError.self) {
      _ = try derivative.graph.differentiated(withRespectTo: [x])
    }
    #expect(error?.description.contains("second derivatives") == true)
  }

  /// The gradient of a linear map is linear again, and its derivative is the map.
  @Test func linearGradientsCanBeDerivedAgain() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [4])
    graph.outputs = [try graph(Slice(starts: [3], steps: [-2], extents: [2]), x)]
    var derivative = try graph.differentiated(withRespectTo: [x])
    derivative.graph.outputs = derivative.gradients
    let again = try derivative.graph.differentiated(withRespectTo: derivative.cotangents)
    let inputs = [[4], [2], [4]].enumerated().map { DoubleTensor(shape: $1, seed: UInt64($0)) }
    let found = try ReferenceInterpreter.evaluate(again.graph, inputs: inputs, values: again.gradients)
    #expect(found[0].scalars == [inputs[2].scalars[3], inputs[2].scalars[1]])
  }

  @Test func deepGraphsNeedNoStack() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [2])
    var value = x
    for _ in 0..<100_000 { value = try graph(Unary(.negate), value) }
    graph.outputs = [value]
    let derivative = try graph.differentiated(withRespectTo: [x])
    #expect(derivative.graph.nodes.count == 200_000)
    #expect(derivative.graph.pruned(to: derivative.gradients).graph.nodes.count == 100_000)
    #expect(graph.layers.count == 100_000)
  }
}
