import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// A convolution of few channels that is pooled while it is made.
@Suite struct PooledLayerPlanTests {
  /// A layer of random weights: what it reads, how many channels it makes, its taps and pads.
  struct Layer: Sendable, CustomTestStringConvertible {
    var input: [Int]
    var channels: Int
    var kernel: [Int]
    var pads: [Int]?
    var rectifies = true

    var testDescription: String { "\(input) to \(channels), \(kernel), pads \(pads ?? [])" }

    static let all: [Layer] = [
      .init(input: [2, 2, 7, 32, 32], channels: 12, kernel: [3, 3, 3]),
      .init(input: [3, 1, 32, 32], channels: 16, kernel: [3, 3]),
      .init(input: [1, 3, 4, 11, 13], channels: 8, kernel: [3, 3, 5]),
      .init(input: [2, 4, 9, 20], channels: 4, kernel: [5, 3], pads: [2, 0]),
      .init(input: [1, 2, 3, 17, 36], channels: 28, kernel: [3, 3, 3], pads: [1, 0, 0], rectifies: false),
      .init(input: [1, 2, 5, 8, 8], channels: 20, kernel: [2, 2, 2], pads: [1, 1, 1]),
      .init(input: [2, 1, 5, 6, 50], channels: 4, kernel: [3, 1, 1]),
      .init(input: [1, 1, 5, 2, 2], channels: 4, kernel: [3, 3, 3]),
      .init(input: [1, 2, 2, 6, 6], channels: 4, kernel: [5, 3, 3]),
      .init(input: [1, 2, 40, 70], channels: 32, kernel: [7, 7]),
      .init(input: [1, 3, 67, 34], channels: 8, kernel: [4, 3], pads: [2, 1]),
      .init(input: [1, 1, 2, 35, 21], channels: 4, kernel: [2, 5, 3]),
      // Window by window: rows in several bands, results in several blocks, most patches, more taps along time than frames.
      .init(input: [1, 3, 131, 37], channels: 16, kernel: [3, 3]),
      .init(input: [1, 4, 5, 12, 70], channels: 24, kernel: [3, 3, 3]),
      .init(input: [2, 1, 3, 10, 21], channels: 8, kernel: [7, 3, 2]),
      .init(input: [1, 2, 9, 67, 9], channels: 4, kernel: [2, 2, 3], pads: [1, 0, 2]),
    ]

    func append(to graph: inout Graph, _ x: ValueID, _ random: inout RandomTensors) throws -> ValueID {
      let y = try graph.convolve(x, to: channels, kernel: kernel, pads: pads, &random)
      return try graph(MaxPool(Self.byTwo(kernel.count)), rectifies ? graph(Unary(.relu), y) : y)
    }

    static func byTwo(_ axes: Int) -> PoolingWindow {
      PoolingWindow(of: [Int](repeating: 1, count: axes - 2) + [2, 2])
    }
  }

  @Test(arguments: Layer.all) func layersAgreeWithTheReference(_ layer: Layer) throws {
    let found = try PlanConformance(input: layer.input, layer.append)
    #expect(found.agrees, "\(found)")
  }

  /// Small whole numbers make many equal elements: the first of them, row by row, gets the cotangent.
  @Test(arguments: [true, false]) func theFirstOfEqualElementsIsChosen(rectifies: Bool) throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 5))
    let x = graph.addInput(shape: [2, 1, 12, 20])
    let w = graph.addConstant(Tensor(shape: [4, 1, 1, 1], scalars: [1, -1, 2, 0]))
    let one = Convolution(strides: [1, 1], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1])
    let y = try graph(one, x, w)
    graph.outputs = [try graph(MaxPool(Layer.byTwo(2)), rectifies ? graph(Unary(.relu), y) : y)]
    let input = random.uniform([2, 1, 12, 20], in: -1.4...1.4).map { $0.rounded() }
    let cotangent = random.uniform([2, 4, 6, 10])
    let derivative = try graph.differentiated(withRespectTo: [x])
    let wanted = try ReferenceInterpreter.evaluate(
      derivative.graph, inputs: [DoubleTensor(input), DoubleTensor(cotangent)],
      values: [graph.outputs[0], derivative.gradients[0]])
    let plan = try Plan(compiling: graph)
    #expect(try plan.forward([input])[0] == wanted[0].tensor)
    #expect(Conformance.error(try plan.pullback([cotangent])[0], wanted[1].tensor) < 1e-6)
  }

  @Test func itIsOneStepEachWay() throws {
    let steps = try Self.steps(of: Layer.all[0])
    #expect(steps.filter { $0.contains("pooling") }.count == 2)
    #expect(!steps.contains { $0.contains("MaxPool") || $0.contains("relu") })
  }

  /// Where somebody else reads what is pooled, it must exist.
  @Test func aValueThatIsReadElsewhereIsMade() throws {
    func appendSkip(_ graph: inout Graph, _ x: ValueID, _ random: inout RandomTensors) throws -> ValueID {
      let y = try graph(Unary(.relu), graph.convolve(x, to: 8, kernel: [3, 3], &random))
      let whole = try graph(Reduction(.sum, axes: [2, 3], keepsAxes: false), y)
      let pooled = try graph(MaxPool(Layer.byTwo(2)), y)
      return try graph(Binary(.add), whole, graph(Reduction(.mean, axes: [2, 3], keepsAxes: false), pooled))
    }
    let found = try PlanConformance(input: [2, 2, 12, 12], appendSkip)
    #expect(found.agrees, "\(found)")
  }

  @Test func aTapBeforeThePoolingIsThere() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 2))
    let x = graph.addInput(shape: [1, 2, 8, 8])
    let tap = try graph(Unary(.relu), graph.convolve(x, to: 4, kernel: [3, 3], &random))
    graph.outputs = [try graph(MaxPool(Layer.byTwo(2)), tap)]
    let found = try Plan(compiling: graph, taps: [tap]).forward([random.uniform([1, 2, 8, 8])])
    let largest = found[1].scalars.max()
    #expect(largest == found[0].scalars.max() && (largest ?? 0) > 0)
  }

  @Test(arguments: [Layer.all[0], Layer.all[3], Layer.all[10], Layer.all[12]])
  func aSampleDoesNotDependOnItsCompany(_ layer: Layer) throws {
    try expectNoCompanyMatters(toSamplesOf: Array(layer.input.dropFirst()), layer.append)
  }

  /// In bf16 the layer stays in f32, and what follows is told so.
  @Test(.enabled(if: Precision.bf16.isAvailable)) func bf16TakesOverAfterwards() throws {
    let found = try BFloat16Comparison(input: [2, 2, 7, 32, 32]) { graph, x, random in
      let pooled = try Layer.all[0].append(to: &graph, x, &random)
      let y = try graph(Unary(.relu), graph.convolve(pooled, to: 32, kernel: [3, 3, 3], &random))
      return try graph(Reduction(.mean, axes: [2, 3, 4], keepsAxes: false), y)
    }
    #expect(BFloat16Comparison.distance(found.short.output, found.plain.output) < 0.01)
    #expect(BFloat16Comparison.cosine(found.short.gradient, found.plain.gradient) > 0.999)
    #expect(found.short.output != found.plain.output, "bf16 was not used")
  }

  private static func steps(of layer: Layer) throws -> [String] {
    var (graph, random) = (Graph(), RandomTensors(seed: 4))
    let x = graph.addInput(shape: layer.input)
    graph.outputs = [try layer.append(to: &graph, x, &random)]
    let cotangent = random.uniform(graph.shape(of: graph.outputs[0]))
    return try Plan(compiling: graph).profile([random.uniform(layer.input)], passes: 1) { _ in [cotangent] }.steps
      .map(\.label)
  }
}
