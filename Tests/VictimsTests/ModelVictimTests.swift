import Graphs
import Tensors
import TestSupport
import Testing
import Victims

@Suite struct ModelVictimTests {
  /// A 1×1 convolution with one result channel: a segmentation network with one logit.
  private func oneLogit(largestBatch: Int = 4) throws -> ModelVictim {
    try ModelVictim(
      ModelRunner(largestBatch: largestBatch) { batch in
        var graph = Graph()
        let x = graph.addInput(shape: [batch, 2, 2, 3])
        let w = graph.addConstant(Tensor(shape: [1, 2, 1, 1], scalars: [3, -4]))
        let convolution = Convolution(strides: [1, 1], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1])
        graph.outputs = [try graph(convolution, x, w)]
        return graph
      })
  }

  @Test func oneLogitBecomesBackgroundAndForeground() throws {
    let victim = try oneLogit()
    #expect(victim.outputShape == [2, 2, 3])
    var random = RandomTensors(seed: 2)
    let input = random.uniform([1, 2, 2, 3])
    let logits = try victim.logits(of: input)
    for pixel in 0..<6 {
      let z = 3 * input.scalars[pixel] - 4 * input.scalars[6 + pixel]
      #expect(abs(logits.scalars[pixel] + z / 2) < 1e-6)
      #expect(abs(logits.scalars[6 + pixel] - z / 2) < 1e-6)
    }
  }

  @Test func itsGradientIsHalfTheDifferenceOfTheCotangents() throws {
    let victim = try oneLogit()
    let input = Tensor(shape: [1, 2, 2, 3])
    let cotangent = Tensor(shape: [1, 2, 2, 3], scalars: (0..<12).map(Float.init))
    let gradient = try victim.logitsAndGradient(at: input) { _ in cotangent }.gradient
    // Every pixel: (c1 − c0) / 2 = 3, times the weights 3 and −4.
    #expect(gradient.scalars == [Float](repeating: 9, count: 6) + [Float](repeating: -12, count: 6))
  }

  /// A runner that takes one sample at a time serves a loss that wants to see the whole batch.
  @Test func batchesThatAreCutGiveTheSame() throws {
    var random = RandomTensors(seed: 3)
    let input = random.uniform([3, 2, 2, 3])
    let weights = random.uniform([3, 2, 2, 3])
    let whole = try oneLogit().logitsAndGradient(at: input) { _ in weights }
    let cut = try oneLogit(largestBatch: 1).logitsAndGradient(at: input) { _ in weights }
    #expect(whole.logits == cut.logits)
    #expect(whole.gradient == cut.gradient)
  }

  /// Two frames of three values, each frame a row of the layer: every row comes back, whatever the batch is filled up to.
  @Test(arguments: [1, 2, 3, 5])
  func aLayerThatFoldsTimeIntoTheBatchKeepsAllItsFrames(batch: Int) throws {
    let victim = try ModelVictim(
      ModelRunner(largestBatch: 8) { batch in
        var graph = Graph()
        let x = graph.addInput(shape: [batch, 2, 3])
        let folded = try graph(Reshape(to: [2 * batch, 3]), x)
        let frames = try graph(Unary(.relu), folded, name: "frames")
        graph.outputs = [try graph(Reshape(to: [batch, 6]), frames)]
        return graph
      })
    var random = RandomTensors(seed: 5)
    let input = random.uniform([batch, 2, 3])
    let tapped = try victim.activationsAndGradients(at: input, layer: "frames") { logits in logits }
    #expect(tapped.activation.shape == [2 * batch, 3] && tapped.gradient.shape == [2 * batch, 3])
    #expect(tapped.activation.scalars == input.scalars.map { max($0, 0) })
    #expect(tapped.gradient.scalars == tapped.logits.scalars)
  }

  @Test func outputsThatAreNoLogitsAreRefused() {
    #expect(throws: AnswerShapeError.self) {
      try ModelVictim(
        ModelRunner(largestBatch: 1) { batch in
          var graph = Graph()
          let x = graph.addInput(shape: [batch, 1])
          graph.outputs = [try graph(Unary(.relu), x)]
          return graph
        })
    }
  }

  @Test func anUnknownLayerIsAnErrorThatListsTheLayers() throws {
    let victim = try oneLogit()
    let error = #expect(throws: UnknownLayer.self) {
      try victim.activationsAndGradients(at: Tensor(shape: [1, 2, 2, 3]), layer: "nothing") { $0 }
    }
    #expect(error?.known.isEmpty == false)
  }
}
