import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct PlanProfileTests {
  @Test func stepsAreThoseOfThePassForwardBeforeBackward() throws {
    let found = try Profiles.profile(of: Profiles.network(), passes: 3)
    #expect(found.passes == 3)
    #expect(found.steps.allSatisfy { $0.milliseconds >= 0 && $0.bytes > 0 })
    #expect(found.stepMilliseconds > 0 && found.milliseconds > 0)
    let families = Set(found.steps.map(\.family))
    #expect(
      families.isSuperset(of: [.convolution, .convolutionInputGradient, .firstLayerGradient, .pooling, .pointwise]))
    #expect(found.steps.drop { !$0.isBackward }.allSatisfy { $0.isBackward })
  }

  @Test func familiesShareTheWholeTime() throws {
    let found = try Profiles.profile(of: Profiles.network())
    #expect(abs(found.families.reduce(0) { $0 + $1.milliseconds } - found.stepMilliseconds) < 1e-9)
    #expect(found.families.reduce(0) { $0 + $1.steps } == found.steps.count)
    #expect(abs(found.share { $0.isConvolution } + found.share { !$0.isConvolution } - 1) < 1e-9)
  }

  @Test(arguments: [1, 4, 5]) func onlyFewChannelsMakeAFirstLayer(channels: Int) throws {
    let found = try Profiles.profile(of: Profiles.network(channels: channels))
    #expect(found.steps.count { $0.family == .firstLayerGradient } == (channels <= 4 ? 1 : 0))
  }

  @Test(.enabled(if: Precision.bf16.isAvailable)) func bf16StepsAreMeasuredAgainstItsPeak() throws {
    let found = try Profiles.profile(of: Profiles.network(), precision: .bf16)
    #expect(found.steps.contains { $0.isBFloat16 })
    // The taps of the first layer's gradient are summed up in a step of their own, or the layer has its own kernel.
    #expect(found.steps.contains { $0.family == .firstLayerGradient })
  }

  @Test func productsAndRecurrentLayersKnowTheirOperations() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 2))
    let x = graph.addInput(shape: [3, 4, 6, 7])
    graph.outputs = [try graph(MatrixProduct(), x, graph.addConstant(random.uniform([7, 5])))]
    let found = try Profiles.profile(of: graph)
    #expect(found.steps.filter { $0.family == .matrixProduct }.map(\.operations) == [2 * 72 * 7 * 5, 2 * 72 * 7 * 5])
  }

  @Test func aProfileLeavesThePlanAsItWas() throws {
    let graph = try Profiles.network()
    let plan = try Plan(compiling: graph)
    var random = RandomTensors(seed: 6)
    let (input, cotangent) = (random.uniform([2, 2, 16, 16]), random.uniform([2, 5]))
    let before = (try plan.forward([input])[0], try plan.pullback([cotangent])[0])
    _ = try plan.profile([input], passes: 1) { _ in [cotangent] }
    let after = (try plan.forward([input])[0], try plan.pullback([cotangent])[0])
    #expect(before == after)
  }
}
