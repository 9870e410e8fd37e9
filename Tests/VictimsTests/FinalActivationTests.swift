import Graphs
import Tensors
import TestSupport
import Testing
import Victims

@Suite struct FinalActivationTests {
  /// A graph that ends in `end`, applied to the result of a 1×1 convolution with `channels` result channels.
  private func graph(
    channels: Int, end: (inout Graph, ValueID) throws -> ValueID
  ) throws -> Graph {
    var graph = Graph()
    let x = graph.addInput(shape: [1, 2, 2, 3])
    let weights = (0..<2 * channels).map { Float($0) - 2.5 }
    let w = graph.addConstant(Tensor(shape: [channels, 2, 1, 1], scalars: weights))
    let convolution = Convolution(strides: [1, 1], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1])
    let scores = try graph(convolution, x, w, name: "scores")
    graph.outputs = [try end(&graph, scores)]
    return graph
  }

  private func output(_ graph: Graph, _ input: Tensor) throws -> Tensor {
    try ModelRunner(largestBatch: 1) { _ in graph }.forward(input)
  }

  private var input: Tensor {
    var random = RandomTensors(seed: 5)
    return random.uniform([1, 2, 2, 3])
  }

  @Test func aSigmoidIsTakenOff() throws {
    let bare = try graph(channels: 1) { $1 }
    let whole = try graph(channels: 1) { try $0(Unary(.sigmoid), $1, name: "last") }
    let cut = try #require(try whole.withoutFinalActivation())
    #expect(cut.removed == FinalActivation(function: .sigmoid, node: "last"))
    #expect(try output(cut.graph, input) == output(bare, input))
    #expect(try output(whole, input) != output(bare, input))
    #expect(cut.removed.caveat.contains("Sigmoid 'last'"))
  }

  @Test func softmaxesOverTheClassesAreTakenOff() throws {
    let bare = try graph(channels: 4) { $1 }
    let softmax = try graph(channels: 4) { try $0(Softmax(axis: 1), $1) }
    let logSoftmax = try graph(channels: 4) { try $0(LogSoftmax(axis: 1), $1) }
    let expected = try output(bare, input)
    #expect(try output(#require(try softmax.withoutFinalActivation()).graph, input) == expected)
    #expect(try output(#require(try logSoftmax.withoutFinalActivation()).graph, input) == expected)
    #expect(try logSoftmax.withoutFinalActivation()?.removed.function == .logSoftmax)
  }

  /// Exporters of old opsets write a softmax over channels as two transpositions with one over the last axis between.
  @Test func whatMovesElementsBehindItStays() throws {
    let bare = try graph(channels: 4) { $1 }
    let moved = try graph(channels: 4) { graph, scores in
      let last = try graph(Transpose([0, 2, 3, 1]), scores)
      let flat = try graph(Reshape(to: [6, 4]), last)
      let answer = try graph(Reshape(to: [1, 2, 3, 4]), try graph(Softmax(axis: 1), flat))
      return try graph(Transpose([0, 3, 1, 2]), answer)
    }
    let cut = try #require(try moved.withoutFinalActivation())
    #expect(cut.graph.shape(of: cut.graph.outputs[0]) == [1, 4, 2, 3])
    #expect(try output(cut.graph, input) == output(bare, input))
  }

  @Test func aSoftmaxAlongAnotherAxisStays() throws {
    let graph = try graph(channels: 4) { try $0(Softmax(axis: 2), $1) }
    #expect(try graph.withoutFinalActivation() == nil)
    let flattened = try self.graph(channels: 4) { graph, scores in
      let flat = try graph(Reshape(to: [1, 24]), scores)
      return try graph(Reshape(to: [1, 4, 2, 3]), try graph(Softmax(axis: 1), flat))
    }
    #expect(try flattened.withoutFinalActivation() == nil)
  }

  @Test func logitsStayAsTheyAre() throws {
    #expect(try graph(channels: 4) { $1 }.withoutFinalActivation() == nil)
    let inner = try graph(channels: 4) { graph, scores in
      try graph(Unary(.relu), try graph(Unary(.sigmoid), scores))
    }
    #expect(try inner.withoutFinalActivation() == nil)
  }

  /// Half of the pixels are background although every probability is above 0.
  @Test func probabilitiesAreNoLogits() throws {
    let whole = try graph(channels: 1) { try $0(Unary(.sigmoid), $1) }
    let cut = try #require(try whole.withoutFinalActivation()).graph
    let victim = try ModelVictim(ModelRunner(largestBatch: 1) { _ in cut })
    let probabilities = try output(whole, input).scalars
    let logits = try victim.logits(of: input).scalars
    let isForeground = (0..<6).map { logits[6 + $0] > logits[$0] }
    #expect(isForeground == probabilities.map { $0 > 0.5 })
    #expect(isForeground.contains(false))
  }
}
