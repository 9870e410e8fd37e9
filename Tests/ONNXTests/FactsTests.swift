import Graphs
import ONNX
import Testing

/// What `chaff inspect` shows.
@Suite struct FactsTests {
  @Test func aModelDescribesItself() throws {
    let model = try Fixture.model("old_inputs")
    #expect(model.producer == "chaff-tests")
    #expect(model.irVersion == 3)
    #expect(model.opsets == ["": 8])
    #expect(model.inputs.map(\.description) == ["x [1, 2, 4, 4] float32"])
    #expect(model.outputs.map(\.name) == ["y"])
    #expect(model.operators.map(\.name) == ["Add"])
    #expect(model.parameterCount == 4)
    #expect(model.parameterBytes == 16)
    #expect(model.exportedBatch == 1)
    #expect(model.unsupported.isEmpty)
  }

  @Test func openExtentsAreNilAndNamed() throws {
    let model = try Fixture.model("open_extents")
    #expect(model.inputs[0].shape == [nil, 2, nil, nil])
    #expect(model.inputs[0].description == "x [n, 2, h, w] float32")
    #expect(model.exportedBatch == nil)
    let graph = try model.graph(batch: 3, inputShape: [2, 5, 7])
    #expect(graph.shape(of: graph.outputs[0]) == [3, 2, 1, 1])
  }

  @Test func halfPrecisionWeightsCountTwoBytes() throws {
    let model = try Fixture.model("half")
    #expect(model.inputs[0].elementType == .float16)
    #expect(model.parameterBytes == 8)
    #expect(try model.graph(batch: 1).nodes.count == 1)
  }

  @Test func nodesAndValuesKeepTheirNames() throws {
    let graph = try Fixture.model("relu").graph(batch: 1)
    #expect(graph.nodes.map(\.name) == ["/Relu_y"])
    #expect(graph.names[graph.outputs[0]] == "y")
    #expect(graph.names[graph.inputs[0]] == "x")
  }

  @Test func deadCodeDoesNotMatter() throws {
    let model = try Fixture.model("dead_code")
    #expect(model.unsupported.isEmpty)
    #expect(model.operators.map(\.name) == ["Relu"])
  }

  @Test func unsortedNodesAreSorted() throws {
    #expect(try Fixture.model("unsorted").graph(batch: 1).nodes.map(\.name) == ["/Neg_a", "/Relu_y"])
  }

  @Test func severalInputsAreGivenByName() throws {
    let model = try Fixture.model("two_inputs")
    let graph = try model.graph(inputShapes: ["a": [2, 3], "b": [2, 3]])
    #expect(graph.inputs.map { graph.names[$0] } == ["a", "b"])
    let error = #expect(throws: ONNXError.self) { try model.graph(batch: 2) }
    #expect(error?.kind == .shape)
  }
}
