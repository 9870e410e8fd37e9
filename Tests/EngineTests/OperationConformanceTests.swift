import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Every operation in every form that changes the arithmetic: the plan against the double-precision interpreter.
@Suite struct OperationConformanceTests {
  @Test(arguments: OperationCase.all)
  func plansAgreeWithTheInterpreter(_ example: OperationCase) throws {
    let graph = try example.graph(weightsAreConstant: true)
    try expectAgreement(of: graph, at: example.inputs, gradientTargets: graph.inputs)
  }

  /// The form in which a network is trained.
  @Test(arguments: OperationCase.all.filter { !$0.constants.isEmpty })
  func plansWhoseWeightsAreInputsAgreeWithTheInterpreter(_ example: OperationCase) throws {
    let graph = try example.graph(weightsAreConstant: false)
    try expectAgreement(
      of: graph, at: example.allInputs, gradientTargets: example.differentiable.map { graph.inputs[$0] })
  }

  private func expectAgreement(
    of graph: Graph, at inputs: [DoubleTensor], gradientTargets: [ValueID]
  ) throws {
    let derivative = try graph.differentiated(withRespectTo: gradientTargets)
    let cotangents = graph.outputs.enumerated().map { place, output in
      DoubleTensor(DoubleTensor(shape: graph.shape(of: output), seed: UInt64(place) + 7).tensor)
    }
    let expected = try ReferenceInterpreter.evaluate(
      derivative.graph, inputs: inputs + cotangents, values: graph.outputs + derivative.gradients)
    let plan = try Plan(compiling: graph, gradientTargets: gradientTargets)
    let outputs = try plan.forward(inputs.map(\.tensor))
    let gradients = try plan.pullback(cotangents.map(\.tensor))
    for (found, reference) in zip(outputs + gradients, expected) {
      // Float32 against Float64: results that are small beside their terms keep fewer digits.
      #expect(Conformance.error(found, reference.tensor) < 1e-4)
    }
  }
}
