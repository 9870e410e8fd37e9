import Graphs
import TestSupport
import Testing

/// The reference interpreter and the derivatives against onnxruntime and PyTorch.
@Suite struct GoldenTests {
  /// onnxruntime computes in `Float`.
  static let tolerance = 1e-5

  @Test(arguments: try GoldenCase.load())
  func resultsAgree(with golden: GoldenCase) throws {
    let outputs = try ReferenceInterpreter.evaluate(golden.graph(), inputs: golden.inputs.map(\.tensor))
    try #require(outputs.count == golden.outputs.count)
    for (output, expected) in zip(outputs, golden.outputs) {
      #expect(output.relativeError(from: expected.tensor) < Self.tolerance)
    }
  }

  @Test(arguments: try GoldenCase.load().filter { $0.gradient != nil })
  func gradientsAgree(with golden: GoldenCase) throws {
    let graph = try golden.graph()
    let derivative = try graph.differentiated(withRespectTo: [graph.inputs[0]])
    let given = golden.inputs + (golden.cotangents ?? [])
    let outputs = try ReferenceInterpreter.evaluate(derivative.graph, inputs: given.map(\.tensor))
    let gradient = try #require(golden.gradient)
    #expect(outputs[golden.outputs.count].relativeError(from: gradient.tensor) < Self.tolerance)
  }

  @Test func theFileIsComplete() throws {
    #expect(try GoldenCase.load().count > 120)
  }
}
