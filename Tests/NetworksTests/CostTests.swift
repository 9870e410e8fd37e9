import Graphs
import Networks
import Tensors
import Testing

@Suite struct CostTests {
  private func network(_ identifier: String) throws -> Graph {
    let architecture = try Architectures.named(identifier)
    return try architecture.graph(.deployed(architecture.initialParameters(seed: 1)), batch: 1).graph
  }

  /// By hand: positions of the result times weights of a filter, layer by layer.
  @Test func multiplicationsAreCountedAsByHand() throws {
    let conv3d = 40_960 * 8 * 54 + 10_240 * 16 * 216 + 1280 * 32 * 432 + 320 * 64 * 864 + 64 * 7
    #expect(try network("radar-conv3d").multiplyAddCount == conv3d)
    let frames = 40 * (1024 * 8 * 18 + 256 * 16 * 72 + 64 * 32 * 144 + 512 * 64)
    #expect(try network("radar-cnn-lstm").multiplyAddCount == frames + 40 * 256 * 128 + 64 * 7)
    #expect(try network("linear").multiplyAddCount == 1280 * 7)
  }

  @Test func transposedConvolutionsCountTheirInput() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [2, 3, 4, 5])
    let weight = graph.addConstant(Tensor(shape: [3, 6, 2, 2]))
    let convolution = Convolution(strides: [2, 2], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1])
    graph.outputs = [try graph(ConvolutionTranspose(convolution, inputExtents: [8, 10]), x, weight)]
    #expect(graph.multiplyAddCount == 2 * 3 * 4 * 5 * 6 * 4)
  }
}
