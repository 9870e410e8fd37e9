import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Convolutions of one tap are moved before enlargements, which must not change what is computed.
@Suite struct PointwiseBeforeResizeTests {
  private func resize(
    to extents: [Int], from source: [Int], _ interpolation: Interpolation = .linear,
    _ transformation: CoordinateTransformation = .halfPixel
  ) -> Resize {
    Resize(
      extents: extents, scales: zip(extents, source).map { Float($0) / Float($1) }, interpolation: interpolation,
      transformation: transformation)
  }

  @Test(
    arguments: [Interpolation.linear, .nearest(.floor)],
    [CoordinateTransformation.halfPixel, .alignCorners, .asymmetric])
  func anEnlargedAndJoinedSource(_ interpolation: Interpolation, _ transformation: CoordinateTransformation) throws {
    let found = try PlanConformance(input: [2, 3, 12, 10]) { graph, x, random in
      let skip = try graph.convolve(x, to: 4, kernel: [3, 3], &random)
      let deep = try graph(Unary(.relu), graph.convolve(x, to: 9, kernel: [3, 3], strides: [2, 2], &random))
      let large = try graph(resize(to: [12, 10], from: [6, 5], interpolation, transformation), deep)
      let y = try graph.convolve(graph(Concatenation(axis: 1), large, skip), to: 5, kernel: [1, 1], &random)
      return try graph(Unary(.clip(lower: 0, upper: 6)), y)
    }
    #expect(found.agrees, "\(found)")
  }

  @Test(arguments: [1, 2, 3], [true, false])
  func sourcesThatAreAllEnlarged(axes: Int, bias: Bool) throws {
    let (small, large) = ([Int](repeating: 3, count: axes), [Int](repeating: 7, count: axes))
    let ones = [Int](repeating: 1, count: axes)
    let found = try PlanConformance(input: [2, 4] + small) { graph, x, random in
      let first = try graph(resize(to: large, from: small), graph.convolve(x, to: 6, kernel: ones, &random))
      let second = try graph(
        resize(to: large, from: small, .nearest(.floor), .asymmetric), graph.convolve(x, to: 3, kernel: ones, &random))
      let joined = try graph(Concatenation(axis: 1), first, second)
      return try graph.convolve(joined, to: 3, kernel: ones, bias: bias, &random)
    }
    #expect(found.agrees, "\(found)")
  }

  @Test func sourcesBetweenAndAfterAnEnlargedOne() throws {
    let found = try PlanConformance(input: [1, 2, 8, 8]) { graph, x, random in
      let deep = try graph.convolve(x, to: 8, kernel: [3, 3], strides: [2, 2], &random)
      let large = try graph(resize(to: [8, 8], from: [4, 4]), deep)
      let skip = try graph.convolve(x, to: 3, kernel: [3, 3], &random)
      return try graph.convolve(graph(Concatenation(axis: 1), x, large, skip), to: 4, kernel: [1, 1], &random)
    }
    #expect(found.agrees, "\(found)")
  }

  /// What a class head does that enlarges first.
  private func head(_ graph: inout Graph, _ random: inout RandomTensors) throws -> (large: ValueID, y: ValueID) {
    let x = graph.addInput(shape: [1, 2, 16, 16])
    let deep = try graph.convolve(x, to: 64, kernel: [3, 3], &random)
    let large = try graph(resize(to: [128, 128], from: [16, 16]), deep)
    return (large, try graph.convolve(large, to: 2, kernel: [1, 1], &random))
  }

  @Test func whatIsEnlargedIsTheResultAlone() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 1))
    graph.outputs = [try head(&graph, &random).y]
    let plan = try Plan(compiling: graph)
    #expect(plan.arenaByteCount < graph.shape(of: graph.outputs[0]).product * 4 * 4)
  }

  @Test func aTapOnTheEnlargedValueSurvives() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 1))
    let (large, y) = try head(&graph, &random)
    graph.outputs = [y]
    let input = random.uniform([1, 2, 16, 16])
    let expected = try ReferenceInterpreter.evaluate(graph, inputs: [DoubleTensor(input)], values: [y, large])
    let found = try Plan(compiling: graph, taps: [large]).forward([input])
    for (one, other) in zip(found, expected) { #expect(Conformance.error(one, other.tensor) < 1e-5) }
  }

  /// More channels would be enlarged than before.
  @Test func aConvolutionThatWidensStaysWhereItIs() throws {
    let found = try PlanConformance(input: [2, 3, 6, 6]) { graph, x, random in
      let large = try graph(resize(to: [12, 12], from: [6, 6]), graph.convolve(x, to: 4, kernel: [3, 3], &random))
      return try graph.convolve(large, to: 16, kernel: [1, 1], &random)
    }
    #expect(found.agrees, "\(found)")
  }
}
