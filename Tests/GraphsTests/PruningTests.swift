import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct PruningTests {
  @Test func deadNodesAndConstantsGoAndInputsStay() throws {
    var graph = Graph()
    let (x, unused) = (graph.addInput(shape: [2], name: "x"), graph.addInput(shape: [3], name: "unused"))
    _ = try graph.add(unused, graph.addConstant(Tensor(repeating: 0, shape: [3])))
    let half = graph.addConstant(Tensor(scalar: 0.5), name: "half")
    let y = try graph(Binary(.multiply), x, half, name: "halve")
    graph.outputs = [y]
    let pruned = graph.pruned()
    #expect(pruned.graph.nodes.map(\.name) == ["halve"])
    #expect(pruned.graph.inputs.map(pruned.graph.shape(of:)) == [[2], [3]])
    #expect(pruned.graph.constants.count == 1)
    #expect(pruned.graph.value(named: "half") == pruned.values[half])
    #expect(pruned.graph.outputs == [pruned.values[y]])
    let inputs = [Tensor(shape: [2], scalars: [2, 4]), Tensor(repeating: 0, shape: [3])]
    #expect(try ReferenceInterpreter.evaluate(pruned.graph, inputs: inputs)[0].scalars == [1, 2])
  }

  @Test func anInnerValueCanBecomeTheOutput() throws {
    let network = try SmallNetwork()
    let pruned = network.graph.pruned(to: [network.firstActivation])
    #expect(pruned.graph.nodes.count == 3)
    #expect(pruned.values[network.lastActivation] == nil)
    let inputs = [DoubleTensor(shape: [2, 2, 6, 6], seed: 1)]
    let whole = try ReferenceInterpreter.evaluate(network.graph, inputs: inputs, values: [network.firstActivation])
    #expect(try ReferenceInterpreter.evaluate(pruned.graph, inputs: inputs) == whole)
  }

  @Test func aNodeStaysWholeIfOneOfItsResultsIsNeeded() throws {
    var graph = Graph()
    let shapes = [[2, 1, 1], [1, 3, 1], [1, 3, 1], [1, 6], [1, 1, 1]]
    let inputs = shapes.map { graph.addInput(shape: $0) }
    let layer = Recurrent(.gru(linearBeforeReset: true), direction: .forward, hiddenSize: 1)
    let outputs = try graph.append(layer, inputs)
    let pruned = graph.pruned(to: [outputs[1]])
    #expect(pruned.graph.nodes[0].outputs.count == 3)
    #expect(pruned.graph.outputs == [pruned.graph.nodes[0].outputs[1]])
  }
}
