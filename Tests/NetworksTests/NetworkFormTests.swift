import Engine
import Graphs
import Networks
import Tensors
import TestSupport
import Testing

/// The three forms of one body.
@Suite struct NetworkFormTests {
  @Test(arguments: NetworkCase.all)
  func evaluationAndDeployedFormsAgree(_ example: NetworkCase) throws {
    let (architecture, set) = (example.architecture, try example.parameterSet())
    let specification = try architecture.specification()
    let deployed = try architecture.graph(.deployed(set), batch: 2).graph
    let network = try architecture.graph(.evaluation, batch: 2)
    let names = specification.parameters.map(\.name) + specification.runningStatistics
    #expect(network.graph.inputs == [network.input] + network.parameters + network.runningStatistics)
    #expect(network.graph.inputs.dropFirst().map { network.graph.names[$0] } == names)
    let expected = try Plan(compiling: deployed, gradientTargets: []).forward([example.input])
    let found = try Plan(compiling: network.graph, gradientTargets: [])
      .forward([example.input] + set.tensors(named: names))
    #expect(Conformance.error(found[0], expected[0]) < 1e-5)
  }

  /// With the batch's statistics as running statistics, and masks of ones, training and evaluation compute the same.
  @Test(arguments: NetworkCase.all)
  func trainingAndEvaluationFormsAgreeOnOneBatch(_ example: NetworkCase) throws {
    let (architecture, set) = (example.architecture, try example.parameterSet())
    let specification = try architecture.specification()
    let parameters = try set.tensors(named: specification.parameters.map(\.name))
    let training = try architecture.graph(.training, batch: 2)
    let masks = training.dropoutMasks.map { Tensor(repeating: 1, shape: $0.shape) }
    #expect(training.graph.inputs == [training.input] + training.parameters + training.dropoutMasks.map(\.input))
    #expect(training.batchStatistics.count == specification.runningStatistics.count)
    let found = try Plan(compiling: training.graph, taps: training.batchStatistics, gradientTargets: [])
      .forward([example.input] + parameters + masks)
    let evaluation = try architecture.graph(.evaluation, batch: 2)
    let expected = try Plan(compiling: evaluation.graph, gradientTargets: [])
      .forward([example.input] + parameters + found.dropFirst())
    #expect(Conformance.error(found[0], expected[0]) < 1e-4)
  }

  @Test(arguments: NetworkCase.all)
  func everyParameterGetsAGradient(_ example: NetworkCase) throws {
    let (architecture, set) = (example.architecture, try example.parameterSet())
    let network = try architecture.graph(.training, batch: 2)
    let specification = try architecture.specification()
    let plan = try Plan(compiling: network.graph, gradientTargets: network.parameters)
    let masks = network.dropoutMasks.map { Tensor(repeating: 1, shape: $0.shape) }
    _ = try plan.forward([example.input] + set.tensors(named: specification.parameters.map(\.name)) + masks)
    var random = RandomTensors(seed: 3)
    let gradients = try plan.pullback([random.uniform([2] + architecture.outputShape)])
    for (parameter, gradient) in zip(specification.parameters, gradients) {
      #expect(gradient.shape == parameter.shape)
      #expect(gradient.scalars.allSatisfy(\.isFinite) && gradient.scalars.contains { $0 != 0 }, "\(parameter.name)")
    }
  }

  @Test func dropoutMasksBroadcastOverWhatTheyDrop() throws {
    var network = RadarConv3D(inputShape: [1, 8, 8, 8], classes: 3)
    (network.spatialDropout, network.dropout) = (0.25, 0.5)
    let masks = try network.graph(.training, batch: 4).dropoutMasks
    #expect(masks.map(\.rate) == [0.25, 0.25, 0.25, 0.25, 0.5])
    #expect(
      masks.map(\.shape) == [[4, 8, 1, 1, 1], [4, 16, 1, 1, 1], [4, 32, 1, 1, 1], [4, 64, 1, 1, 1], [4, 64]])
    (network.spatialDropout, network.dropout) = (0, 0)
    #expect(try network.graph(.training, batch: 4).dropoutMasks.isEmpty)
  }

  @Test func parametersOfAnotherNetworkAreRefused() throws {
    let network = RadarConv3D(inputShape: [1, 8, 8, 8], classes: 3)
    #expect(throws: NetworkError.self) { try network.graph(.deployed(ParameterSet()), batch: 1) }
    let other = try RadarConv3D(inputShape: [1, 8, 8, 8], classes: 4).initialParameters(seed: 1)
    let error = #expect(throws: NetworkError.self) { try network.graph(.deployed(other), batch: 1) }
    #expect(error?.description.contains("'head.weight' has the shape [4, 64], the network expects [3, 64]") == true)
    let specification = try network.specification()
    #expect(throws: NetworkError.self) { try specification.check(other) }
    #expect(throws: Never.self) { try specification.check(network.initialParameters(seed: 1)) }
  }

  @Test func statisticsThatGiveNoNumbersAreRefused() throws {
    let network = RadarConv3D(inputShape: [1, 8, 8, 8], classes: 3)
    var set = try network.initialParameters(seed: 1)
    set["block2.norm.running_var"] = Tensor(repeating: -1, shape: [16])
    let error = #expect(throws: NetworkError.self) { try network.graph(.deployed(set), batch: 1) }
    #expect(error?.description.contains("'block2/norm'") == true)
  }
}
