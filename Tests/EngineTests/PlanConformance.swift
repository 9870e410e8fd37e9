import Engine
import Graphs
import Tensors
import TestSupport

/// Compares a plan with the double-precision interpreter, outputs and input gradients.
struct PlanConformance {
  var outputs: Float
  var gradients: Float

  /// Runs what `build` appends to a graph with one input, on random input from `range`, both ways.
  init(
    input shape: [Int], seed: UInt64 = 1, range: ClosedRange<Float> = -1...1,
    algorithms: AlgorithmChoice = .measured,
    _ build: (_ graph: inout Graph, _ x: ValueID, _ random: inout RandomTensors) throws -> ValueID
  ) throws {
    var (graph, random) = (Graph(), RandomTensors(seed: seed))
    let x = graph.addInput(shape: shape)
    graph.outputs = [try build(&graph, x, &random)]
    let input = random.uniform(shape, in: range)
    let cotangent = random.uniform(graph.shape(of: graph.outputs[0]))
    let derivative = try graph.differentiated(withRespectTo: [x])
    let expected = try ReferenceInterpreter.evaluate(
      derivative.graph, inputs: [DoubleTensor(input), DoubleTensor(cotangent)],
      values: [graph.outputs[0], derivative.gradients[0]])
    let plan = try Plan(compiling: graph, algorithms: algorithms)
    outputs = Conformance.error(try plan.forward([input])[0], expected[0].tensor)
    gradients = Conformance.error(try plan.pullback([cotangent])[0], expected[1].tensor)
  }

  var agrees: Bool { outputs < 1e-5 && gradients < 1e-5 }
}

extension Graph {
  /// A convolution with random weights, "same" padding unless told otherwise.
  mutating func convolve(
    _ x: ValueID, to channels: Int, kernel: [Int], strides: [Int]? = nil, pads: [Int]? = nil, dilations: [Int]? = nil,
    groups: Int = 1, bias: Bool = true, _ random: inout RandomTensors
  ) throws -> ValueID {
    let ones = [Int](repeating: 1, count: kernel.count)
    let dilations = dilations ?? ones
    let pads = pads ?? zip(kernel, dilations).map { ($0 - 1) * $1 / 2 }
    let operation = Convolution(
      strides: strides ?? ones, padBefore: pads, padAfter: pads, dilations: dilations, groups: groups)
    let weights = addConstant(random.uniform([channels, shape(of: x)[1] / groups] + kernel, in: -0.3...0.3))
    guard bias else { return try self(operation, x, weights) }
    return try self(operation, x, weights, addConstant(random.uniform([channels])))
  }
}
