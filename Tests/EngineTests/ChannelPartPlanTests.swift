import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Layers that read what is joined, and write what is taken apart, where it lies, which must not change what is computed.
@Suite struct ChannelPartPlanTests {
  struct Case: Sendable, CustomTestStringConvertible {
    /// Channels of each part; those of `cropped` are a window of something larger.
    var channels: [Int]
    var cropped: Set<Int> = []
    var extents = [13, 10]
    var batch = 1
    var pads = 1
    var results = 16
    /// Whether the convolution reads the parts rather than what they are joined to.
    var readsParts = true
    /// Whether its gradient makes them.
    var makesParts: Bool { readsParts && channels.dropLast().allSatisfy { $0 % 32 == 0 } }

    var testDescription: String { "\(channels), \(cropped), \(extents), \(batch), \(pads), \(results)" }
  }

  static let cases: [Case] = [
    Case(channels: [16, 16]),
    Case(channels: [16, 16], cropped: [1], pads: 0),
    Case(channels: [32, 16], cropped: [0, 1], batch: 3),
    Case(channels: [16, 48, 12], cropped: [1], extents: [9, 7]),
    Case(channels: [32, 64, 12], cropped: [2], extents: [9, 7], pads: 0),
    Case(channels: [16, 4], cropped: [1], extents: [6, 23], pads: 2),
    Case(channels: [16, 16, 16, 8]),
    Case(channels: [16, 32], cropped: [0], extents: [5, 9, 8], batch: 2),
    Case(channels: [32, 16], cropped: [1], extents: [6, 7, 9]),
    // So many weights that the workers share strips.
    Case(channels: [128, 96], cropped: [1], extents: [7, 10], results: 256),
    Case(channels: [12, 16], readsParts: false),
    Case(channels: [16, 16, 16, 16, 16], readsParts: false),
  ]

  @Test(arguments: cases) func layersAgreeWithTheReference(_ example: Case) throws {
    let found = try PlanConformance(input: input(of: example), algorithms: .always(.winograd)) { graph, x, random in
      try network(example, &graph, x, &random)
    }
    #expect(found.agrees, "\(found)")
  }

  /// The same bits as when the parts are put side by side, which they are where that is asked for.
  @Test(arguments: cases) func theBitsAreThoseOfWhatIsJoined(_ example: Case) throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 5))
    let x = graph.addInput(shape: input(of: example))
    graph.outputs = [try network(example, &graph, x, &random)]
    let joined = try #require(graph.nodes.first { $0.operation is Concatenation }).outputs[0]
    let input = random.uniform(input(of: example))
    let found = try [[], [joined]].map { taps in
      try Plan(compiling: graph, taps: taps, gradientTargets: [], algorithms: .always(.winograd)).forward([input])[0]
    }
    #expect(found[0] == found[1])
  }

  @Test(arguments: cases) func nothingIsJoinedOrTakenApart(_ example: Case) throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 2))
    let x = graph.addInput(shape: input(of: example))
    graph.outputs = [try network(example, &graph, x, &random)]
    let plan = try Plan(compiling: graph, gradientTargets: [x], algorithms: .always(.winograd))
    let profile = try plan.profile([random.uniform(input(of: example))], passes: 1) { outputs in outputs }
    let labels = profile.steps.map(\.label)
    #expect(labels.contains { $0.contains("Concatenation") } != example.readsParts, "\(labels)")
    for (way, isExpected) in [("of", example.readsParts), ("to", example.makesParts)] {
      let name = "winograd \(way) \(example.channels.count) parts"
      #expect(labels.contains { $0.contains(name) } == isExpected, "\(labels)")
    }
  }

  /// The larger tensor of which cropped parts are windows: two more on either side, but for the batch.
  private func input(of example: Case) -> [Int] { [example.batch, 2] + example.extents.map { $0 + 4 } }

  private func network(
    _ example: Case, _ graph: inout Graph, _ x: ValueID, _ random: inout RandomTensors
  ) throws -> ValueID {
    let axes = example.extents.count
    let kernel = [Int](repeating: 3, count: axes)
    let parts = try example.channels.enumerated().map { index, channels in
      guard example.cropped.contains(index) else {
        let none = [Int](repeating: 0, count: axes)
        let small = try graph.convolve(
          x, to: channels, kernel: [Int](repeating: 5, count: axes), pads: none, &random)
        return try graph(Unary(.tanh), small)
      }
      let large = try graph(Unary(.tanh), graph.convolve(x, to: channels, kernel: kernel, &random))
      let slice = Slice(
        starts: [0, 0] + (0..<axes).map { 1 + $0 }, steps: [Int](repeating: 1, count: axes + 2),
        extents: [example.batch, channels] + example.extents)
      return try graph(slice, large)
    }
    let joined = try graph.append(Concatenation(axis: 1), parts)[0]
    let pads = [Int](repeating: example.pads, count: axes)
    return try graph(Unary(.relu), graph.convolve(joined, to: example.results, kernel: kernel, pads: pads, &random))
  }
}
