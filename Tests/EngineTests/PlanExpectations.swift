import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Checks that each of five samples gives the same bits by itself as with the others, forward and back, on any number of
/// threads.
///
/// `append` adds what is checked to a graph whose input has the shape `[N] + sample`.
func expectNoCompanyMatters(
  toSamplesOf sample: [Int], algorithms: AlgorithmChoice = .measured,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ append: (_ graph: inout Graph, _ x: ValueID, _ random: inout RandomTensors) throws -> ValueID
) throws {
  func plan(_ batch: Int) throws -> Plan {
    var (graph, random) = (Graph(), RandomTensors(seed: 3))
    graph.outputs = [try append(&graph, graph.addInput(shape: [batch] + sample), &random)]
    return try Plan(compiling: graph, algorithms: algorithms)
  }
  let whole = try plan(5)
  let (input, cotangent) = (Tensor.random([5] + sample), Tensor.random(whole.outputShapes[0], seed: 9))
  let together = try whole.pass(input, cotangent)
  func expectTheSame() throws {
    #expect(try plan(5).pass(input, cotangent) == together, sourceLocation: sourceLocation)
    let single = try plan(1)
    for index in 0..<5 {
      let alone = try single.pass(input.selectingSamples([index]), cotangent.selectingSamples([index]))
      #expect(alone == together.map { $0.selectingSamples([index]) }, sourceLocation: sourceLocation)
    }
  }
  try expectTheSame()
  for threads: Int32 in [1, 3] { try ThreadPool.with(threads, expectTheSame) }
}

/// Checks that the gradient behind an activation is the whole one where it is asked for, not what the activation lets
/// through: two layers with the activation between them, as direct sums have it.
func expectGradientsAskedForAreNotGated(
  by algorithm: ConvolutionAlgorithm, kernel: [Int], hidden: Int, results: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var (graph, random) = (Graph(), RandomTensors(seed: 4))
  let x = graph.addInput(shape: [1, 16, 9, 9])
  let between = try graph(Unary(.relu), graph.convolve(x, to: hidden, kernel: kernel, &random))
  graph.outputs = [try graph.convolve(between, to: results, kernel: kernel, &random)]
  let (input, cotangent) = (random.uniform([1, 16, 9, 9]), random.uniform([1, results, 9, 9]))
  let found = try [AlgorithmChoice.always(algorithm), .always(.direct)].map { algorithms in
    let plan = try Plan(compiling: graph, gradientTargets: [between, x], algorithms: algorithms)
    _ = try plan.forward([input])
    return try plan.pullback([cotangent])
  }
  for (own, direct) in zip(found[0], found[1]) {
    #expect(zip(own.scalars, direct.scalars).allSatisfy { abs($0 - $1) < 1e-4 }, sourceLocation: sourceLocation)
  }
  #expect(found[0][0].scalars.contains { $0 != 0 }, sourceLocation: sourceLocation)
}

extension Plan {
  /// What one input gives, and its gradient.
  fileprivate func pass(_ input: Tensor, _ cotangent: Tensor) throws -> [Tensor] {
    try forward([input]) + pullback([cotangent])
  }
}
