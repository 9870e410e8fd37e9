import Engine
import Graphs
import Tensors
import TestSupport

/// Compares a plan whose weights are inputs with the double-precision interpreter: outputs, and the gradients of the
/// input and of every weight.
struct TrainingConformance {
  var outputs: Float
  /// The largest error of each gradient: of the input, then of the weights in the order in which `build` made them.
  var gradients: [Float]

  /// Turns every constant of rank 1 and more that `build` adds into an input.
  init(
    input shape: [Int], seed: UInt64 = 1,
    _ build: (_ graph: inout Graph, _ x: ValueID, _ random: inout RandomTensors) throws -> ValueID
  ) throws {
    var (made, random) = (Graph(), RandomTensors(seed: seed))
    let x = made.addInput(shape: shape)
    made.outputs = [try build(&made, x, &random)]
    let (graph, weights) = try made.withVariableWeights()
    let values = [random.uniform(shape)] + weights
    let cotangent = random.uniform(graph.shape(of: graph.outputs[0]))
    let derivative = try graph.differentiated(withRespectTo: graph.inputs)
    let expected = try ReferenceInterpreter.evaluate(
      derivative.graph, inputs: (values + [cotangent]).map(DoubleTensor.init),
      values: [graph.outputs[0]] + derivative.gradients)
    let plan = try Plan(compiling: graph)
    outputs = Conformance.error(try plan.forward(values)[0], expected[0].tensor)
    gradients = zip(try plan.pullback([cotangent]), expected.dropFirst()).map { Conformance.error($0, $1.tensor) }
  }

  var agrees: Bool { outputs < 1e-5 && gradients.allSatisfy { $0 < 1e-5 } }
}

extension Graph {
  /// The same graph with its constants as further inputs, and their values; scalars stay.
  func withVariableWeights() throws -> (graph: Graph, weights: [Tensor]) {
    var graph = Graph()
    var (places, weights): ([ValueID: ValueID], [Tensor]) = ([:], [])
    for input in inputs { places[input] = graph.addInput(shape: shape(of: input)) }
    for (value, tensor) in constants.sorted(by: { $0.key < $1.key }) {
      if tensor.rank == 0 {
        places[value] = graph.addConstant(tensor)
      } else {
        places[value] = graph.addInput(shape: tensor.shape)
        weights.append(tensor)
      }
    }
    for node in nodes {
      let made = try graph.append(node.operation, node.inputs.compactMap { places[$0] }, name: node.name)
      for (old, new) in zip(node.outputs, made) { places[old] = new }
    }
    graph.outputs = outputs.compactMap { places[$0] }
    return (graph, weights)
  }
}
