import Graphs
import Testing
import Victims

/// How a runner cuts samples into passes.
@Suite struct PassSizesTests {
  private func runner(largestBatch: Int) throws -> ModelRunner {
    try ModelRunner(largestBatch: largestBatch) { batch in
      var graph = Graph()
      let x = graph.addInput(shape: [batch, 1])
      graph.outputs = [try graph(Unary(.relu), x)]
      return graph
    }
  }

  @Test(arguments: [1, 4, 5, 16, 200]) func theyAddUpAndNoneIsTooLarge(largestBatch: Int) throws {
    let runner = try runner(largestBatch: largestBatch)
    for count in 1...150 {
      let sizes = runner.passSizes(for: count)
      #expect(sizes.reduce(0, +) == count)
      #expect(sizes.max() ?? 0 <= min(largestBatch, 64))
      #expect(sizes == sizes.sorted(by: >))
    }
  }

  @Test(arguments: zip([7, 9, 11, 14, 23, 25], [[7], [8, 1], [11], [12, 2], [23], [24, 1]]))
  func fillerIsAvoidedWhereAnotherPassIsCheaper(count: Int, sizes: [Int]) throws {
    #expect(try runner(largestBatch: 64).passSizes(for: count) == sizes)
  }
}
