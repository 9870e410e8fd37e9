import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Forward steps that are run again in the pullback: every bit the same, less memory.
@Suite struct RecomputationTests {
  /// Segments of so many steps each; cuts behind the end of a program do nothing.
  private func segments(of length: Int, keepsCrossing: Bool) -> RecomputationChoice {
    .always(
      Recomputation(cuts: Array(stride(from: length, to: 200, by: length)), keepsCrossing: keepsCrossing))
  }

  /// - Returns: how many steps were run again.
  @discardableResult private func expectSameBits(
    of graph: Graph, at inputs: [Tensor]? = nil, precision: Precision = .f32, _ choice: RecomputationChoice
  ) throws -> Int {
    let plain = try Plan(compiling: graph, precision: precision, algorithms: .always(.direct))
    let again = try Plan(
      compiling: graph, precision: precision, algorithms: .always(.direct), recomputation: choice)
    var random = RandomTensors(seed: 11)
    // Twice: the second pass finds the arena full of what the first one left.
    for _ in 0..<2 {
      let points = inputs ?? plain.inputShapes.map { random.uniform($0) }
      let outputs = try plain.forward(points)
      #expect(bits(try again.forward(points)) == bits(outputs))
      let cotangents = outputs.map { random.uniform($0.shape) }
      #expect(bits(try again.pullback(cotangents)) == bits(try plain.pullback(cotangents)))
    }
    return again.repeatedStepCount
  }

  private func bits(_ tensors: [Tensor]) -> [[UInt32]] {
    tensors.map { tensor in tensor.scalars.map { $0.bitPattern } }
  }

  /// Convolutions, residual sums, a U-Net, attention, recurrent layers, pooled volumes.
  @Test(arguments: ConeCase.all, [1, 2, 3, 5]) func networksGiveTheSameBits(_ example: ConeCase, length: Int) throws {
    let graph = try example.graph(2)
    try expectSameBits(of: graph, segments(of: length, keepsCrossing: true))
    let repeated = try expectSameBits(of: graph, segments(of: length, keepsCrossing: false))
    if length == 1 { #expect(repeated > 0) }
  }

  @Test(arguments: OperationCase.all) func operationsGiveTheSameBits(_ example: OperationCase) throws {
    try expectSameBits(
      of: example.graph(), at: example.inputs.map(\.tensor), segments(of: 1, keepsCrossing: false))
  }

  /// What the pooling of a first layer chose is made again as well.
  @Test func aLayerThatIsPooledWhileItIsMadeGivesTheSameBits() throws {
    let layer = PooledLayerPlanTests.Layer.all[0]
    var (graph, random) = (Graph(), RandomTensors(seed: 4))
    let x = graph.addInput(shape: layer.input)
    let pooled = try layer.append(to: &graph, x, &random)
    let y = try graph(Unary(.relu), graph.convolve(pooled, to: 12, kernel: [3, 3, 3], &random))
    graph.outputs = [try graph(Reduction(.mean, axes: [2, 3, 4], keepsAxes: false), y)]
    #expect(try expectSameBits(of: graph, segments(of: 1, keepsCrossing: false)) > 0)
  }

  @Test(.enabled(if: Precision.bf16.isAvailable, "this processor has no bf16 arithmetic (AVX-512-BF16 or AMX)"))
  func bf16GivesTheSameBits() throws {
    let graph = try Self.chain(layers: 6, channels: 32, extents: [4, 8, 8])
    #expect(try expectSameBits(of: graph, precision: .bf16, segments(of: 2, keepsCrossing: false)) > 0)
    try expectSameBits(of: graph, precision: .bf16, .whereItSaves)
  }

  // MARK: Memory

  /// Sixteen layers of one size: without recomputation all results are kept, with it those of about four segments' ends
  /// and of one segment.
  @Test func aDeepNetworkOnAVolumeTakesLess() throws {
    let extents = [16, 32, 32]
    let graph = try Self.chain(layers: 16, channels: 8, extents: extents)
    let layer = 8 * extents.product * MemoryLayout<Float>.stride
    let plain = try Plan(compiling: graph, algorithms: .always(.direct))
    let again = try Plan(compiling: graph, algorithms: .always(.direct), recomputation: .whereItSaves)
    #expect(plain.repeatedStepCount == 0 && plain.savedByteCount == 0)
    #expect(again.savedByteCount == plain.arenaByteCount - again.arenaByteCount)
    #expect(again.savedByteCount >= 5 * layer, "\(again.savedByteCount / layer) layers")
    // Each layer once at most.
    #expect((1...17).contains(again.repeatedStepCount))
    try expectSameBits(of: graph, .whereItSaves)
  }

  @Test func anEncoderWithADecoderTakesLess() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 6))
    func block(_ x: ValueID, to channels: Int) throws -> ValueID {
      let first = try graph(Unary(.relu), graph.convolve(x, to: channels, kernel: [3, 3], &random))
      return try graph(Unary(.relu), graph.convolve(first, to: channels, kernel: [3, 3], &random))
    }
    let x = graph.addInput(shape: [1, 1, 64, 64])
    let top = try block(x, to: 16)
    let pooled = try graph(MaxPool(PooledLayerPlanTests.Layer.byTwo(2)), top)
    let deep = try block(pooled, to: 16)
    let resize = Resize(extents: [64, 64], scales: [2, 2], interpolation: .linear, transformation: .halfPixel)
    let joined = try graph(Concatenation(axis: 1), graph(resize, deep), top)
    let last = try block(joined, to: 16)
    graph.outputs = [try graph.convolve(last, to: 2, kernel: [1, 1], &random)]
    let again = try Plan(compiling: graph, algorithms: .always(.direct), recomputation: .whereItSaves)
    #expect(again.savedByteCount > 0 && again.repeatedStepCount > 0)
    try expectSameBits(of: graph, .whereItSaves)
  }

  /// The pullback of a linear network reads no results.
  @Test func aPlanThatWouldSaveNothingStaysAsItIs() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 7))
    let x = graph.addInput(shape: [1, 2, 8, 8])
    let y = try graph.convolve(x, to: 8, kernel: [3, 3], &random)
    graph.outputs = [try graph.convolve(y, to: 4, kernel: [3, 3], &random)]
    let plain = try Plan(compiling: graph, precision: .exact)
    let again = try Plan(compiling: graph, precision: .exact, recomputes: true)
    #expect(again.repeatedStepCount == 0 && again.savedByteCount == 0)
    #expect(again.arenaByteCount == plain.arenaByteCount)
  }

  @Test func forwardPassesAloneAreTheSamePlan() throws {
    let graph = try Self.chain(layers: 8, channels: 8, extents: [4, 8, 8])
    let plain = try Plan(compiling: graph, gradientTargets: [], precision: .exact)
    let again = try Plan(compiling: graph, gradientTargets: [], precision: .exact, recomputes: true)
    #expect(again.repeatedStepCount == 0 && again.arenaByteCount == plain.arenaByteCount)
    let input = Tensor.random(plain.inputShapes[0])
    #expect(try again.forward([input]) == plain.forward([input]))
  }

  @Test func aProfileNamesWhatIsRunAgain() throws {
    let graph = try Self.chain(layers: 6, channels: 8, extents: [4, 8, 8])
    let plan = try Plan(
      compiling: graph, algorithms: .always(.direct), recomputation: segments(of: 2, keepsCrossing: false))
    let found = try plan.profile([Tensor.random(plan.inputShapes[0])], passes: 1) { $0 }.steps
      .filter { $0.label.contains(", again") }
    #expect(found.count == plan.repeatedStepCount && !found.isEmpty)
    #expect(found.allSatisfy { $0.isBackward && $0.family != .convolutionInputGradient })
    #expect(found.contains { $0.family == .convolution })
  }

  /// Convolutions of 3 × 3 × 3 with relu, all of one size, and the mean of the last.
  private static func chain(layers: Int, channels: Int, extents: [Int]) throws -> Graph {
    var (graph, random) = (Graph(), RandomTensors(seed: 8))
    var value = graph.addInput(shape: [1, 2] + extents)
    for _ in 0..<layers {
      value = try graph(Unary(.relu), graph.convolve(value, to: channels, kernel: [3, 3, 3], &random))
    }
    graph.outputs = [try graph(Reduction(.mean, axes: [2, 3, 4], keepsAxes: false), value)]
    return graph
  }
}
