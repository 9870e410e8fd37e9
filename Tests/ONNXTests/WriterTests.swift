import Foundation
import Graphs
import ONNX
import Tensors
import TestSupport
import Testing

/// What a written file says, and what cannot be written.
@Suite struct WriterTests {
  /// Convolution over frames that are folded into the batch, then a mean over the frames.
  private static func frames(_ batch: Int) throws -> Graph {
    var graph = Graph()
    let x = graph.addInput(shape: [batch, 4, 3, 5, 6])
    let folded = try graph(Reshape(to: [batch * 4, 3, 5, 6]), x)
    var random = RandomTensors(seed: 1)
    let w = graph.addConstant(random.uniform([2, 3, 3, 3]), name: "conv.weight")
    let convolution = Convolution(strides: [1, 1], padBefore: [1, 1], padAfter: [1, 1], dilations: [1, 1])
    let y = try graph(Unary(.relu), graph(convolution, folded, w, name: "block1/conv"), name: "block1/relu")
    let unfolded = try graph(Reshape(to: [batch, 4, 60]), y)
    graph.outputs = [try graph(Reduction(.mean, axes: [1], keepsAxes: false), unfolded)]
    return graph
  }

  private func model(
    _ folder: TemporaryFolder, metadata: [String: String] = [:], _ build: (Int) throws -> Graph
  ) throws -> ONNXModel {
    let data = try ONNXWriter.write(graphForBatch: build, metadata: metadata)
    try data.write(to: URL(fileURLWithPath: folder.file("model.onnx")))
    return try ONNXModel(contentsOf: folder.file("model.onnx"))
  }

  @Test func theBatchStaysOpen() throws {
    let folder = try TemporaryFolder()
    let model = try model(folder, Self.frames)
    #expect(model.inputs.map(\.description) == ["input [batch, 4, 3, 5, 6] float32"])
    #expect(model.outputs.map(\.description) == ["logits [batch, 60] float32"])
    #expect((model.irVersion, model.opsets, model.producer) == (8, ["": 17], "chaff"))
    var random = RandomTensors(seed: 2)
    for batch in [1, 2, 3, 7] {
      let lowered = try model.lowered(batch: batch)
      #expect(lowered.isBatchSeparable)
      let input = random.uniform([batch, 4, 3, 5, 6])
      let expected = try ReferenceInterpreter.evaluate(Self.frames(batch), inputs: [input])
      let found = try ReferenceInterpreter.evaluate(lowered.graph, inputs: [input])
      #expect(Conformance.error(found[0], expected[0]) < 1e-6)
    }
  }

  /// Programs that ask whether a field is there, rather than for the attribute's type, take a 0 left out for no value.
  @Test func anAttributeOfZeroIsWrittenOut() throws {
    let data = try ONNXWriter.write(graphForBatch: { batch in
      var graph = Graph()
      let x = graph.addInput(shape: [batch, 2, 3])
      let scale = graph.addConstant(Tensor(shape: [2], scalars: [1, 2]), name: "scale")
      graph.outputs = [try graph(ChannelAffine(), x, scale)]
      return graph
    })
    // Attribute: name (field 1) "epsilon", then f (field 2, four bytes) 0.
    let stated = Data([0x0A, 7] + Array("epsilon".utf8) + [0x15, 0, 0, 0, 0])
    #expect(data.range(of: stated) != nil)
  }

  @Test func layersKeepTheirNames() throws {
    let folder = try TemporaryFolder()
    let graph = try model(folder, Self.frames).graph(batch: 1)
    #expect(graph.value(named: "block1/conv") == graph.lastConvolution)
    #expect(graph.value(named: "block1/relu") == graph.lastConvolutionActivation)
  }

  @Test func theSameGraphGivesTheSameBytesAndTheMetadataIsInThem() throws {
    let metadata = ["classes": "[\"a\",\"b\"]", "axes": "time", "made by": "chaff"]
    let first = try ONNXWriter.write(graphForBatch: Self.frames, metadata: metadata)
    #expect(try ONNXWriter.write(graphForBatch: Self.frames, metadata: metadata) == first)
    #expect(first.range(of: Data("[\"a\",\"b\"]".utf8)) != nil)
  }

  @Test func anOutputThatIsTheInputIsCopied() throws {
    let folder = try TemporaryFolder()
    let model = try model(folder) { batch in
      var graph = Graph()
      graph.outputs = [graph.addInput(shape: [batch, 3])]
      return graph
    }
    let input = Tensor(shape: [1, 3], scalars: [1, 2, 3])
    #expect(try ReferenceInterpreter.evaluate(model.graph(batch: 1), inputs: [input]) == [input])
  }

  @Test func recurrentLayersBeginFromZeroWhateverTheBatch() throws {
    let folder = try TemporaryFolder()
    func build(_ batch: Int) throws -> Graph {
      var graph = Graph()
      var random = RandomTensors(seed: 1)
      let x = try graph(Transpose([1, 0, 2]), graph.addInput(shape: [batch, 5, 3]))
      let weights = [[1, 8, 3], [1, 8, 2], [1, 16]].map { graph.addConstant(random.uniform($0)) }
      let zero = graph.addConstant(Tensor(shape: [1, batch, 2]))
      let lstm = Recurrent(.lstm, direction: .forward, hiddenSize: 2)
      let outputs = try graph.append(lstm, [x] + weights + [zero, zero], name: "lstm")
      graph.outputs = [try graph(Reshape(to: [batch, 2]), outputs[1])]
      return graph
    }
    let model = try model(folder, build)
    var random = RandomTensors(seed: 2)
    for batch in [1, 3] {
      let lowered = try model.lowered(batch: batch)
      #expect(lowered.isBatchSeparable)
      let input = random.uniform([batch, 5, 3])
      let expected = try ReferenceInterpreter.evaluate(build(batch), inputs: [input])[0]
      #expect(Conformance.error(try ReferenceInterpreter.evaluate(lowered.graph, inputs: [input])[0], expected) < 1e-6)
    }
  }

  // MARK: What cannot be written

  private func problem(_ build: (Int, inout Graph, ValueID) throws -> ValueID) -> String? {
    let error = #expect(throws: ONNXWriterError.self) {
      try ONNXWriter.write { batch in
        var graph = Graph()
        let x = graph.addInput(shape: [batch, 4, 6])
        graph.outputs = [try build(batch, &graph, x)]
        return graph
      }
    }
    return error?.description
  }

  @Test func nodesThatONNXCannotExpressAreNamed() {
    #expect(
      problem { _, graph, x in
        let affine = [Tensor(repeating: 1, shape: [4]), Tensor(shape: [4])].map { graph.addConstant($0) }
        return try graph.append(BatchNormalization(epsilon: 1e-5), [x] + affine, name: "block1/norm")[0]
      }
        == "node 'block1/norm' (BatchNormalization): normalises with the batch's own statistics; "
        + "write the deployed form of the network, without gradients")
    #expect(
      problem { _, graph, x in
        let window = PoolingWindow(kernel: [2], strides: [1], padBefore: [0], padAfter: [0], dilations: [2])
        return try graph(AveragePool(window, countsPadding: false), x, name: "pool")
      }?.hasPrefix("node 'pool' (AveragePool [2]): is dilated") == true)
  }

  @Test func whatDependsOnTheBatchSizeIsNamed() {
    #expect(
      problem { batch, graph, x in
        try graph(Slice(starts: [1, 0, 0], steps: [1, 1, 1], extents: [batch - 1, 4, 6]), x, name: "cut")
      }?.contains("'cut'") == true)
    #expect(
      problem { batch, graph, x in
        try graph(Binary(.multiply), x, graph.scalar(Float(batch)), name: "scale")
      }?.contains("its input 1 is a constant that depends on the batch size") == true)
    #expect(
      problem { batch, graph, x in
        batch == 2 ? try graph(Unary(.relu), x) : try graph(Unary(.relu), graph(Unary(.relu), x))
      }?.contains("other nodes at another batch size") == true)
    #expect(
      problem { _, graph, x in try graph(Transpose([1, 0, 2]), x, name: "turn") }
        == "axis 1 of 'logits' changes with the batch size but is not the batch; keep samples along the first axis")
  }

  @Test func aGraphWithParametersAsInputsIsRefused() {
    let error = #expect(throws: ONNXWriterError.self) {
      try ONNXWriter.write { batch in
        var graph = Graph()
        let inputs = [[batch, 3], [3]].map { graph.addInput(shape: $0) }
        graph.outputs = [try graph.add(inputs[0], inputs[1])]
        return graph
      }
    }
    #expect(error?.description.hasPrefix("the graph has 2 inputs and 1 outputs; ") == true)
  }
}
