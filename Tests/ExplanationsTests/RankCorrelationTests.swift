import Explanations
import Testing

/// Reference values: scipy.stats.spearmanr, written out from its formula with numpy (mean ranks, then Pearson).
@Suite struct RankCorrelationTests {
  @Test func followsOrderAndNothingElse() {
    #expect(RankCorrelation.spearman([1, 2, 3, 4], [1, 10, 100, 1000]) == 1)
    #expect(RankCorrelation.spearman([1, 2, 3, 4], [4, 3, 2, 1]) == -1)
  }

  @Test func equalValuesShareTheirRank() throws {
    let found = try #require(RankCorrelation.spearman([1, 2, 2, 3, 5], [2, 1, 4, 4, 9]))
    #expect(abs(found - 0.763158) < 1e-6)
    let other = try #require(RankCorrelation.spearman([0, 0, 0, 1, 2, 2], [3, 1, 2, 2, 5, 0]))
    #expect(abs(other) < 1e-12)
  }

  @Test func withoutOrderThereIsNone() {
    #expect(RankCorrelation.spearman([1, 1, 1], [1, 2, 3]) == nil)
    #expect(RankCorrelation.spearman([1, 2, 3], [7, 7, 7]) == nil)
    #expect(RankCorrelation.spearman([], []) == nil)
    #expect(RankCorrelation.spearman([1], [1]) == nil)
    #expect(RankCorrelation.spearman([1, .nan], [1, 2]) == nil)
  }
}
