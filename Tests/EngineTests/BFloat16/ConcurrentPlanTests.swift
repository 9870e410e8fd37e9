import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Plans that are made at the same time.
@Suite(.needsBFloat16) struct ConcurrentPlanTests {
  /// Each layer is one that no other test asks for: oneDNN keeps what it made, right or wrong.
  ///
  /// Odd numbers of channels end in a block of their own size, which is what threads could confuse.
  @Test func plansMadeByTwoThreadsAreRight() async throws {
    let distances = try await withThrowingTaskGroup(of: Double.self) { group in
      for index in 0..<60 {
        group.addTask {
          let found = try BFloat16Comparison(input: [1, 5 + index, 9, 10]) { graph, x, random in
            try graph.convolve(x, to: 27 + index % 7, kernel: [3, 3], bias: false, &random)
          }
          return max(
            BFloat16Comparison.distance(found.short.output, found.plain.output),
            BFloat16Comparison.distance(found.short.gradient, found.plain.gradient))
        }
      }
      return try await group.reduce(into: [Double]()) { $0.append($1) }
    }
    #expect(distances.max()! < 0.02)
  }
}
