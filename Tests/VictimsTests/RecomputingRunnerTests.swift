import Engine
import Graphs
import Tensors
import TestSupport
import Testing
import Victims

/// Runners that run layers again rather than keep what they made.
@Suite struct RecomputingRunnerTests {
  private func runner(recomputes: Bool) throws -> ModelRunner {
    try ModelRunner(largestBatch: 4, recomputes: recomputes) { batch in
      var (graph, random) = (Graph(), RandomTensors(seed: 3))
      var value = graph.addInput(shape: [batch, 2, 12, 12])
      let same = Convolution(strides: [1, 1], padBefore: [1, 1], padAfter: [1, 1], dilations: [1, 1])
      for layer in 0..<10 {
        let weights = graph.addConstant(random.uniform([4, layer == 0 ? 2 : 4, 3, 3], in: -0.5...0.5))
        value = try graph(Unary(.relu), graph(same, value, weights), name: "layer\(layer)")
      }
      graph.outputs = [try graph(Reduction(.mean, axes: [2, 3], keepsAxes: false), value)]
      return graph
    }
  }

  @Test func theirGradientsAreTheSameAndTheirPlansSmaller() throws {
    let (plain, again) = (try runner(recomputes: false), try runner(recomputes: true))
    #expect(!plain.recomputes && again.recomputes)
    var random = RandomTensors(seed: 4)
    let input = random.uniform([3, 2, 12, 12])
    let (expected, found) = (
      try plain.gradient(at: input) { outputs, _ in outputs }, try again.gradient(at: input) { outputs, _ in outputs }
    )
    #expect(found.outputs == expected.outputs && found.gradient == expected.gradient)
    #expect(try again.gradientPlan(batch: 3).arenaByteCount < plain.gradientPlan(batch: 3).arenaByteCount)
    #expect(try again.forward(input) == plain.forward(input))
  }

  @Test func aLayersActivationAndGradientAreTheSame() throws {
    let (plain, again) = (try runner(recomputes: false), try runner(recomputes: true))
    var random = RandomTensors(seed: 5)
    let input = random.uniform([2, 2, 12, 12])
    let expected = try plain.layerGradient(at: input, layer: "layer4") { outputs, _ in outputs }
    let found = try again.layerGradient(at: input, layer: "layer4") { outputs, _ in outputs }
    #expect(found.activation == expected.activation && found.gradient == expected.gradient)
  }
}
