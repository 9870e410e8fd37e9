import Graphs
import ONNX
import TestSupport
import Testing

/// Every operator, and every attribute that changes its arithmetic, against onnxruntime.
@Suite struct OperatorTests {
  /// onnxruntime computes in `Float`.
  static let tolerance = 2e-5

  @Test(arguments: try OperatorCase.load())
  func resultsAgreeWithOnnxruntime(_ golden: OperatorCase) throws {
    let model = try golden.model()
    #expect(model.unsupported.isEmpty)
    let graph = try golden.lowered(model).graph
    let outputs = try ReferenceInterpreter.evaluate(graph, inputs: golden.tensors(for: model))
    try #require(outputs.count == golden.outputs.count)
    for (output, expected) in zip(outputs, golden.outputs) {
      #expect(output.shape == expected.shape)
      #expect(output.relativeError(from: expected.tensor) < Self.tolerance)
    }
  }

  @Test func allCasesAreThere() throws {
    #expect(try OperatorCase.load().count > 300)
  }

  /// Shapes that exporters compute leave no node behind.
  @Test(arguments: [
    "shape_arithmetic", "constantofshape", "integer_arithmetic", "folded_weights", "range", "nonzero", "clip_folded",
  ])
  func shapeArithmeticIsFoldedAway(_ name: String) throws {
    let golden = try #require(OperatorCase.load().first { $0.name == name })
    let graph = try golden.lowered(golden.model()).graph
    #expect(graph.nodes.count <= 2)
  }

  @Test(
    arguments: [
      "ii,ij->j", "ij,jk->k", "ij,jk->ikl", "...i,ij->...j", "ij->ji", "i,j,k->ijk", "ij,jk>ik", "i1,1j->ij", "",
    ])
  func whatIsNoProductOfTwoTensorsIsNone(_ equation: String) {
    #expect(EinsumProduct(equation) == nil)
  }
}
