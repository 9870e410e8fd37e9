import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// What compilation rearranges must not change what is computed.
@Suite struct FusionTests {
  private func affine(_ graph: inout Graph, _ x: ValueID, _ random: inout RandomTensors) throws -> ValueID {
    let channels = graph.shape(of: x)[1]
    let scale = graph.addConstant(random.uniform([channels], in: 0.5...1.5))
    return try graph(ChannelAffine(), x, scale, graph.addConstant(random.uniform([channels])))
  }

  @Test(arguments: [UnaryFunction.relu, .clip(lower: 0, upper: 0.4), .leakyRelu(slope: 0.1), .elu(alpha: 1), .sigmoid])
  func convolutionNormalisationAndActivation(_ activation: UnaryFunction) throws {
    let found = try PlanConformance(input: [2, 3, 8, 8]) { graph, x, random in
      let y = try graph.convolve(x, to: 16, kernel: [3, 3], &random)
      let z = try graph(Unary(activation), affine(&graph, y, &random))
      return try graph.convolve(z, to: 5, kernel: [3, 3], &random)
    }
    #expect(found.agrees, "\(found)")
  }

  @Test(arguments: [1, 2, 4])
  func transposedConvolutionAndNormalisationInGroups(groups: Int) throws {
    let found = try PlanConformance(input: [2, 8, 5, 5]) { graph, x, random in
      let convolution = Convolution(
        strides: [2, 2], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1], groups: groups)
      let w = graph.addConstant(random.uniform([8, 3, 2, 2]))
      let y = try graph(ConvolutionTranspose(convolution, inputExtents: [10, 10]), x, w)
      return try affine(&graph, y, &random)
    }
    #expect(found.agrees, "\(found)")
  }

  @Test(
    arguments: BinaryFunction.allCases.filter { [.add, .subtract, .multiply, .divide].contains($0) }, [true, false])
  func constantsPerChannelAfterAConvolution(_ function: BinaryFunction, constantOnTheRight: Bool) throws {
    let found = try PlanConformance(input: [2, 3, 6, 6]) { graph, x, random in
      let y = try graph.convolve(x, to: 4, kernel: [3, 3], bias: false, &random)
      // Kept away from 0, where a quotient has no useful derivative.
      let shifted = try graph(Binary(.add), y, graph.scalar(9))
      let c = graph.addConstant(random.uniform([4, 1, 1], in: 0.5...2))
      return try constantOnTheRight ? graph(Binary(function), shifted, c) : graph(Binary(function), c, shifted)
    }
    #expect(found.agrees, "\(found)")
  }

  @Test func poolingAndReluGradientsAreDoneTogether() throws {
    let found = try PlanConformance(input: [2, 2, 6, 8, 8]) { graph, x, random in
      let y = try graph(Unary(.relu), graph.convolve(x, to: 16, kernel: [3, 3, 3], &random))
      let ones = PoolingWindow(of: [1, 2, 2])
      return try graph.convolve(graph(MaxPool(ones), y), to: 4, kernel: [3, 3, 3], &random)
    }
    #expect(found.agrees, "\(found)")
  }

  @Test func skipConnectionsCropAndConcatenate() throws {
    let found = try PlanConformance(input: [2, 3, 20, 20]) { graph, x, random in
      let skip = try graph(Unary(.relu), graph.convolve(x, to: 8, kernel: [3, 3], pads: [0, 0], &random))
      let window = PoolingWindow(of: [2, 2])
      let deep = try graph(
        Unary(.relu), graph.convolve(graph(MaxPool(window), skip), to: 12, kernel: [3, 3], pads: [0, 0], &random))
      let up = Convolution(strides: [2, 2], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1])
      let w = graph.addConstant(random.uniform([12, 8, 2, 2]))
      let raised = try graph(ConvolutionTranspose(up, inputExtents: [14, 14]), deep, w)
      let crop = try graph(Slice(starts: [0, 0, 2, 2], steps: [1, 1, 1, 1], extents: [2, 8, 14, 14]), skip)
      let joined = try graph(Concatenation(axis: 1), raised, crop)
      return try graph.convolve(joined, to: 2, kernel: [1, 1], &random)
    }
    #expect(found.agrees, "\(found)")
  }

  @Test func residualsAndPooledHeads() throws {
    let found = try PlanConformance(input: [3, 2, 10, 10]) { graph, x, random in
      let a = try graph(Unary(.relu), graph.convolve(x, to: 8, kernel: [3, 3], &random))
      let b = try graph(Unary(.relu), graph(Binary(.add), a, graph.convolve(a, to: 8, kernel: [3, 3], &random)))
      let pooled = try graph(Reduction(.mean, axes: [2, 3], keepsAxes: false), b)
      let w = graph.addConstant(random.uniform([8, 5]))
      return try graph(MatrixProduct(), pooled, w)
    }
    #expect(found.agrees, "\(found)")
  }

  @Test func framesFoldedIntoTheBatch() throws {
    let found = try PlanConformance(input: [2, 4, 1, 8, 8]) { graph, x, random in
      let frames = try graph.reshape(x, to: [8, 1, 8, 8])
      let y = try graph(Unary(.relu), graph.convolve(frames, to: 6, kernel: [3, 3], &random))
      let flat = try graph.reshape(y, to: [2, 4, 6 * 64])
      let turned = try graph(Transpose([1, 0, 2]), flat)
      return try graph(Reduction(.sum, axes: [0], keepsAxes: false), graph(Unary(.tanh), turned))
    }
    #expect(found.agrees, "\(found)")
  }

  @Test func aGraphThatIgnoresItsInputHasAZeroGradient() throws {
    var graph = Graph()
    _ = graph.addInput(shape: [1, 3])
    graph.outputs = [graph.addConstant(Tensor(shape: [1, 2], scalars: [1, 2]))]
    let plan = try Plan(compiling: graph)
    #expect(try plan.forward([Tensor(shape: [1, 3])])[0].scalars == [1, 2])
    #expect(try plan.pullback([Tensor(repeating: 1, shape: [1, 2])])[0] == Tensor(shape: [1, 3]))
  }

  @Test func tapsReturnActivationsAndTheirGradients() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 3))
    let x = graph.addInput(shape: [2, 3, 6, 6])
    let tap = try graph.convolve(x, to: 4, kernel: [3, 3], &random)
    let y = try graph(Unary(.relu), tap)
    graph.outputs = [try graph(Reduction(.sum, axes: [2, 3], keepsAxes: false), y)]
    let input = random.uniform([2, 3, 6, 6]), cotangent = random.uniform([2, 4])
    let derivative = try graph.differentiated(withRespectTo: [tap])
    let expected = try ReferenceInterpreter.evaluate(
      derivative.graph, inputs: [DoubleTensor(input), DoubleTensor(cotangent)],
      values: [graph.outputs[0], tap, derivative.gradients[0]])
    let plan = try Plan(compiling: graph, taps: [tap], gradientTargets: [tap])
    let forward = try plan.forward([input])
    #expect(Conformance.error(forward[0], expected[0].tensor) < 1e-5)
    #expect(Conformance.error(forward[1], expected[1].tensor) < 1e-5)
    #expect(Conformance.error(try plan.pullback([cotangent])[0], expected[2].tensor) < 1e-5)
  }

  @Test func aSecondForwardPassGivesTheSameBytes() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 5))
    let x = graph.addInput(shape: [2, 2, 16, 16])
    let y = try graph(Unary(.relu), graph.convolve(x, to: 16, kernel: [3, 3], &random))
    graph.outputs = [try graph.convolve(y, to: 2, kernel: [3, 3], &random)]
    let plan = try Plan(compiling: graph)
    let input = random.uniform([2, 2, 16, 16]), cotangent = random.uniform([2, 2, 16, 16])
    let first = (try plan.forward([input])[0], try plan.pullback([cotangent])[0])
    _ = (try plan.forward([random.uniform([2, 2, 16, 16])])[0], try plan.pullback([cotangent])[0])
    let second = (try plan.forward([input])[0], try plan.pullback([cotangent])[0])
    #expect(first == second)
  }
}
