import Reports
import Testing

@Suite struct NiceTicksTests {
  @Test(arguments: [(0.0, 1.0), (0, 70), (-0.031, 0.031), (1e-9, 3e-9), (-5e6, 2e7), (0.999, 1.001)])
  func ticksAreRoundFewAndInside(low: Double, high: Double) {
    let ticks = NiceTicks(in: low...high)
    #expect((2...12).contains(ticks.values.count))
    #expect(ticks.values.allSatisfy { $0 >= low - ticks.step * 1e-6 && $0 <= high + ticks.step * 1e-6 })
    #expect(zip(ticks.values, ticks.values.dropFirst()).allSatisfy { abs($1 - $0 - ticks.step) < ticks.step * 1e-6 })
  }

  @Test func labelsHaveAsManyDigitsAsTheStepNeeds() {
    let ticks = NiceTicks(in: 0...1)
    #expect(ticks.values.map(ticks.label) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    let wide = NiceTicks(in: 0...70, about: 7)
    #expect(wide.values.map(wide.label) == ["0", "10", "20", "30", "40", "50", "60", "70"])
  }

  @Test func rangesCoverTheirValues() {
    #expect(NiceTicks.range(around: [0.13, 0.87], includingZero: true) == 0...1)
    #expect(NiceTicks.range(around: [], includingZero: true) == 0...1)
    #expect(NiceTicks.range(around: [.nan, .infinity], includingZero: false) == 0...1)
    #expect(NiceTicks.range(around: [5, 5], includingZero: false) == 2.5...7.5)
    #expect(NiceTicks.range(around: [0, 0], includingZero: true) == 0...1)
  }

  @Test(arguments: [0.0...0.0, -1e300...1e300, 1e300...1e300, 0...Double.leastNonzeroMagnitude])
  func degenerateRangesGiveTicksAndNoTrap(range: ClosedRange<Double>) {
    #expect(!NiceTicks(in: range).values.isEmpty)
  }
}
