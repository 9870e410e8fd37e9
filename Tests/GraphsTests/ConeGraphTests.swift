import Graphs
import Tensors
import TestSupport
import Testing

/// Whole networks, cut.
@Suite struct ConeGraphTests {
  @Test(arguments: ConeCase.all)
  func aConeGivesWhatTheWholeGives(_ example: ConeCase) throws {
    for (batch, positions) in zip([2, 1, 1], example.positions) {
      let graph = try example.graph(batch)
      let found = try #require(try ConeComparison(of: graph, positions: positions, alongAxis: example.axis))
      #expect(
        found.outputs < 1e-12 && found.gradients < 1e-7,
        "\(positions): \(found.outputs), \(found.gradients)")
    }
  }

  /// The window of the first convolution is read from the input; of the second one's input two positions are kept, and
  /// of the mean what does not change adds to it.
  @Test func aConvolutionKeepsWhatItsWindowsReach() throws {
    let split = try #require(try ConeCase.convolutions.graph(1).cone(ofPositions: 9..<12, alongAxis: 2))
    #expect(split.window == 7..<12)
    #expect(split.changing == 9..<12)
    #expect(split.base.outputs.map { split.base.shape(of: $0) } == [[1, 3, 2], [1, 4]])
  }

  /// Blocks of dilation 2, 4 and 6 look back twice as far, and nothing else of the past is read.
  @Test func aCausalNetworkKeepsItsPast() throws {
    let split = try #require(try ConeCase.causal.graph(1).cone(ofPositions: 12..<16, alongAxis: 2))
    #expect(split.base.outputs.map { split.base.shape(of: $0)[2] } == [4, 8, 12])
    let early = try #require(try ConeCase.causal.graph(1).cone(ofPositions: 2..<3, alongAxis: 2))
    #expect(early.window == 2..<3)
  }

  /// Two states, and what the steps before add to the mean.
  @Test func aRecurrentLayerGoesOnFromItsState() throws {
    let split = try #require(try ConeCase.recurrent(.lstm, .forward).graph(2).cone(ofPositions: 5..<7, alongAxis: 1))
    let shapes = split.base.outputs.map { split.base.shape(of: $0) }
    #expect(shapes.filter { $0 == [1, 2, 3] }.count == 3)
  }

  @Test func aWholeInputHasNoCone() throws {
    #expect(try ConeCase.convolutions.graph(1).cone(ofPositions: 0..<12, alongAxis: 2) == nil)
  }

  /// A slice that reads nothing that changes: the answer is kept, and the gradient is zero.
  @Test func whatIsNeverReadChangesNothing() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [1, 2, 6])
    let slice = Slice(starts: [0, 0, 0], steps: [1, 1, 1], extents: [1, 2, 4])
    graph.outputs = [try graph(Unary(.tanh), graph(slice, x))]
    let found = try #require(try ConeComparison(of: graph, positions: 4..<6, alongAxis: 2))
    #expect(found.outputs == 0 && found.gradients == 0)
    #expect(found.split.base.outputs.count == 1)
  }

  /// Padding of a quarter of the frames, on a network of the size that radar gestures are classified with.
  @Test(arguments: [(40, 30..<40), (72, 54..<72), (70, 52..<70)])
  func aQuarterOfTheFramesCostsLessThanHalf(frames: Int, padding: Range<Int>) throws {
    let graph = try ConeCase.radar(frames: frames, side: 32, widths: [16, 32, 48])(1)
    let split = try #require(try graph.cone(ofPositions: padding, alongAxis: 2))
    let forward = Double(split.cone.multiplyAddCount) / Double(graph.multiplyAddCount)
    #expect(forward < 0.42)
    let (whole, cone) = (try gradientWork(graph), try gradientWork(split.cone))
    #expect(Double(cone) / Double(whole) < 0.45)
  }

  private func gradientWork(_ graph: Graph) throws -> Int {
    let derivative = try graph.differentiated(withRespectTo: [graph.inputs[0]])
    return derivative.graph.pruned().graph.estimatedWork
  }
}
