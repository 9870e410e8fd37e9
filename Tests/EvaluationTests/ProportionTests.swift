import Evaluation
import Testing

@Suite struct ProportionTests {
  /// Golden numbers: scipy.stats.binomtest(k, n).proportion_ci(0.95, "wilson").
  @Test(arguments: [
    (8, 10, 0.4901624715366418, 0.9433178485456248), (0, 10, 0, 0.27753279986288926),
    (35, 40, 0.738878801611489, 0.945404997490546), (981, 1000, 0.9705155440876868, 0.9878031142492091),
    (10, 10, 0.7224672001371107, 1),
  ]) func intervalAgreesWithScipy(count: Int, total: Int, lower: Double, upper: Double) {
    let proportion = Proportion(count, of: total)
    #expect(abs(proportion.lower - lower) < 1e-12)
    #expect(abs(proportion.upper - upper) < 1e-12)
    #expect(proportion.rate == Double(count) / Double(total))
  }

  @Test func nothingOfNothingIsNoNumberAndStillEncodes() throws {
    let line = try RecordCoding.line(Proportion(0, of: 0))
    #expect(String(decoding: line, as: UTF8.self) == #"{"count":0,"lower":null,"rate":null,"total":0,"upper":null}"#)
  }
}

@Suite struct QuartilesTests {
  /// Golden numbers: numpy.quantile of [3, 1, 4, 1, 5, 9, 2, 6].
  @Test func quantilesAgreeWithNumpy() {
    let quartiles = Quartiles(of: [3, 1, 4, 1, 5, 9, 2, 6])
    #expect(
      [quartiles.minimum, quartiles.lower, quartiles.median, quartiles.upper, quartiles.maximum] == [
        1, 1.75, 3.5, 5.25, 9,
      ])
    #expect(quartiles.mean == 3.875)
  }

  @Test func valuesThatAreNotFiniteAreNotCounted() {
    let quartiles = Quartiles(of: [.infinity, 2, .nan])
    #expect(quartiles.count == 1 && quartiles.median == 2)
    #expect(Quartiles(of: []).median.isNaN)
  }
}
