import Engine
import Testing

/// Which algorithm a layer is run with, by times that nobody measured.
@Suite struct AlgorithmTrialTests {
  private static let all: [ConvolutionAlgorithm] = [.direct, .winograd, .pointwise]

  /// Whichever place the expected one has.
  @Test(arguments: all) func whatIsExpectedHoldsUnlessItIsBeatenByATenth(_ expected: ConvolutionAlgorithm) {
    for other in Self.all where other != expected {
      func chosen(_ time: Double) -> ConvolutionAlgorithm {
        let times = Self.all.map { $0 == expected ? time : $0 == other ? 1 : 5 }
        return .chosen(from: Self.all, taking: times, expecting: expected)
      }
      for time in [0.5, 1, 1.05, 1.09] { #expect(chosen(time) == expected, "\(time) beside 1 of \(other)") }
      for time in [1.11, 1.5, 4] { #expect(chosen(time) == other, "\(time) beside 1 of \(other)") }
    }
  }

  /// The margin is that of what is expected alone: between others the faster is kept.
  @Test func theFasterOfTheOthersIsKept() {
    func chosen(_ winograd: Double, _ pointwise: Double) -> ConvolutionAlgorithm {
      .chosen(from: Self.all, taking: [9, winograd, pointwise], expecting: .direct)
    }
    #expect(chosen(1, 1.01) == .winograd)
    #expect(chosen(1.01, 1) == .pointwise)
  }

  /// Where nothing could be timed, or what is expected is not among what was.
  @Test func withoutTimesWhatIsExpectedHolds() {
    let never = Double.infinity
    #expect(ConvolutionAlgorithm.chosen(from: [], taking: [], expecting: .winograd) == .winograd)
    #expect(
      ConvolutionAlgorithm.chosen(from: Self.all, taking: [never, never, never], expecting: .winograd) == .winograd)
    #expect(
      ConvolutionAlgorithm.chosen(from: [.direct, .pointwise], taking: [2, 1], expecting: .winograd) == .pointwise)
  }
}
