import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct LayersTests {
  @Test func layersAreListedByNameInOrder() throws {
    let layers = try SmallNetwork().graph.layers
    #expect(
      layers.map(\.name) == [
        "block1/conv", "block1/norm", "block1/elu", "block2/conv", "block2/norm", "block2/elu", "skip", "pool",
        "classifier",
      ])
    #expect(layers[0].operation == "Convolution over 2 axes")
    #expect(layers[7].shape == [2, 3])
  }

  @Test func valuesAreFoundByTheirNameTheirNodesNameAndTheirPlace() throws {
    let network = try SmallNetwork()
    #expect(network.graph.value(named: "frames") == network.input)
    #expect(network.graph.value(named: "logits") == network.graph.outputs[0])
    #expect(network.graph.value(named: "block2/elu") == network.lastActivation)
    #expect(network.graph.value(named: network.lastActivation.description) == network.lastActivation)
    #expect(network.graph.value(named: "%9999") == nil)
    #expect(network.graph.value(named: "%-1") == nil)
    #expect(network.graph.value(named: "") == nil)
    for layer in network.graph.layers { #expect(network.graph.value(named: layer.name) == layer.output) }
  }

  @Test func whatIsComputedFromConstantsOrLeadsNowhereIsNoLayer() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [2])
    let constant = try graph(Unary(.exp), graph.addConstant(Tensor(repeating: 0, shape: [2])))
    _ = try graph(Unary(.relu), x)
    graph.outputs = [try graph.add(x, constant)]
    #expect(graph.layers.map(\.output) == graph.outputs)
    #expect(graph.lastConvolution == nil)
    #expect(graph.lastConvolutionActivation == nil)
  }

  @Test func theLastConvolutionIsFollowedToItsActivation() throws {
    let network = try SmallNetwork()
    #expect(network.graph.lastConvolution == network.graph.value(named: "block2/conv"))
    #expect(network.graph.lastConvolutionActivation == network.lastActivation)
  }

  @Test func aConvolutionReadByTwoIsItsOwnActivation() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [1, 1, 5])
    let w = graph.addConstant(Tensor(repeating: 0, shape: [1, 1, 3]))
    let y = try graph(Convolution(strides: [1], padBefore: [0], padAfter: [0], dilations: [1]), x, w)
    graph.outputs = [try graph.add(graph(Unary(.relu), y), y)]
    #expect(graph.lastConvolutionActivation == y)
  }

  @Test func theConvolutionThatMakesASegmentationIsPassedOver() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [1, 2, 6, 6])
    let features = try graph.convolved(x, channels: 3, from: 2, kernel: 3)
    let activation = try graph(Unary(.relu), features)
    graph.outputs = [try graph.convolved(activation, channels: 4, from: 3, kernel: 1)]
    #expect(graph.lastConvolutionActivation == activation)
    #expect(graph.lastConvolution == graph.outputs[0])
  }
}

extension Graph {
  fileprivate mutating func convolved(_ x: ValueID, channels: Int, from: Int, kernel: Int) throws -> ValueID {
    let weight = addConstant(Tensor(repeating: 0, shape: [channels, from, kernel, kernel]))
    return try self(Convolution(strides: [1, 1], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1]), x, weight)
  }
}
