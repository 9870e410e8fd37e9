import Reports
import Testing

@Suite struct NumeralTests {
  @Test(arguments: [
    (0.0, "0"), (1.0, "1.00"), (12.345, "12.3"), (0.031372, "0.0314"), (99400.0, "99400"),
    (99960, "1.00\u{202F}×\u{202F}10⁵"), (0.00123, "0.00123"),
    (-2.5, "\u{2212}2.50"), (9.999, "10.0"), (1234.5, "1234"), (0.9996, "1.00"),
  ])
  func threeSignificantDigits(value: Double, expected: String) { #expect(Numeral.significant(value) == expected) }

  @Test func veryLargeAndVerySmallNumbersArePowersOfTen() {
    #expect(Numeral.significant(1.5e-5) == "1.50\u{202F}×\u{202F}10⁻⁵")
    #expect(Numeral.significant(-2.5e12) == "\u{2212}2.50\u{202F}×\u{202F}10¹²")
  }

  @Test func missingNumbersSaySo() {
    #expect(Numeral.significant(Double?.none) == "n/a")
    #expect(Numeral.significant(Double.nan) == "n/a")
    #expect(Numeral.percent(.nan) == "n/a")
    #expect(Numeral.fixed(nil, places: 2) == "n/a")
    #expect(Numeral.significant(-Double.infinity) == "\u{2212}∞")
    #expect(Numeral.duration(seconds: .infinity) == "n/a")
  }

  @Test func percentagesCountsAndNouns() {
    #expect(Numeral.percent(0.8754) == "87.5\u{202F}%")
    #expect(Numeral.count(9999) == "9999")
    #expect(Numeral.count(1_234_567) == "1\u{202F}234\u{202F}567")
    #expect(Numeral.count(Int.min).hasPrefix("\u{2212}9"))
    #expect(Numeral.count(1, "sample") == "1 sample")
    #expect(Numeral.count(2, "success", plural: "successes") == "2 successes")
  }

  @Test func valuesThatAre255thsAreNamed() {
    #expect(Numeral.level(8.0 / 255) == "0.0314 (8/255)")
    #expect(Numeral.level(Double(Float(8.0 / 255))) == "0.0314 (8/255)")
    #expect(Numeral.level(0.03) == "0.0300")
    #expect(Numeral.level(2.5) == "2.50")
  }

  @Test func fixedNumbersHaveNoNegativeZero() {
    #expect(Numeral.fixed(-0.001, places: 2) == "0.00")
    #expect(Numeral.fixed(-0.011, places: 2) == "\u{2212}0.01")
  }

  @Test func roundNumbersLoseTheirZeros() {
    #expect(Numeral.compact(1) == "1")
    #expect(Numeral.compact(100) == "100")
    #expect(Numeral.compact(0.25) == "0.25")
    #expect(Numeral.compact(-0.5) == "\u{2212}0.5")
    #expect(Numeral.compact(1.5e-5) == "1.50\u{202F}×\u{202F}10⁻⁵")
  }

  @Test(arguments: [
    (0.0123, "12.3\u{202F}ms"), (75.0, "75.0\u{202F}s"), (600.0, "10\u{202F}min"), (9000.0, "2\u{202F}h 30\u{202F}min"),
  ])
  func durationsChooseTheirUnit(seconds: Double, expected: String) {
    #expect(Numeral.duration(seconds: seconds) == expected)
  }
}
