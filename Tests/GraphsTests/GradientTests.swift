import Graphs
import TestSupport
import Testing

/// Every derivative against central differences, for every attribute combination that changes the arithmetic.
@Suite struct GradientTests {
  static let tolerance = 1e-6

  @Test(arguments: OperationCase.all)
  func derivativesAgreeWithCentralDifferences(of operationCase: OperationCase) throws {
    let graph = try operationCase.graph(weightsAreConstant: false)
    for input in operationCase.differentiable {
      let error = try CentralDifferences().error(
        of: graph, at: operationCase.allInputs, withRespectTo: graph.inputs[input])
      #expect(error < Self.tolerance, "input \(input)")
    }
  }

  /// Constants are not inputs, and the derivative must not want them.
  @Test(arguments: OperationCase.all.filter { !$0.constants.isEmpty })
  func derivativesAgreeWhereWeightsAreConstant(_ operationCase: OperationCase) throws {
    let graph = try operationCase.graph()
    let error = try CentralDifferences().error(of: graph, at: operationCase.inputs, withRespectTo: graph.inputs[0])
    #expect(error < Self.tolerance)
  }

  @Test func casesAreNotFewer() {
    #expect(OperationCase.all.count > 350)
  }

  /// A wrong derivative must be noticed: the check itself can fail.
  @Test func aWrongDerivativeFailsTheCheck() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [4])
    graph.outputs = [try graph(WrongDouble(), x)]
    let error = try CentralDifferences().error(of: graph, at: [DoubleTensor(shape: [4], seed: 3)], withRespectTo: x)
    #expect(error > 0.3)
  }
}

/// `2x`, whose derivative claims to be 1.
private struct WrongDouble: Operation, ReferenceOperation {
  let description = "wrong"
  func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] { inputs }

  func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] { cotangents }

  func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] { [inputs[0].map { 2 * $0 }] }
}
