import Images
import Testing

@Suite struct ValueWindowTests {
  @Test func theWindowOfUnknownValuesIsFoundFromThem() {
    #expect(ValueWindow(of: nil) == ValueWindow(low: 0, high: 1, origin: .unit))
    #expect(ValueWindow(of: 0.2...0.3) == ValueWindow(low: 0, high: 1, origin: .unit))
    #expect(ValueWindow(of: -5...3) == ValueWindow(low: -5, high: 3, origin: .extremes))
    #expect(ValueWindow(of: 7...7) == ValueWindow(low: 7, high: 8, origin: .extremes))
  }

  @Test(arguments: [-3e38...3e38, 3e38...3.1e38, -3.1e38...(-3e38), 1e30...1e30] as [ClosedRange<Float>])
  func noExtremesAreTooLarge(extremes: ClosedRange<Float>) {
    let window = ValueWindow(of: extremes)
    for value in [extremes.lowerBound, extremes.upperBound, 0, .infinity, -.infinity, .nan] {
      #expect((0...1).contains(window.fraction(value)))
    }
  }
}
