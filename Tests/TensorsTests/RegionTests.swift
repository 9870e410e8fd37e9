import Tensors
import Testing

@Suite struct RegionTests {
  private let region = Region(shape: [4], allowed: [true, false, true, false], name: "even")
  private let clean = Tensor(shape: [4], scalars: [1, -0.0, .nan, 4])

  @Test func selectingTakesNewValuesInsideOnly() {
    let chosen = region.selecting(Tensor(shape: [4], scalars: [9, 9, 9, 9]), over: clean)
    #expect(chosen.scalars.map(\.bitPattern) == [Float(9), -0.0, 9, 4].map(\.bitPattern))
  }

  @Test func maskingLeavesZerosOutside() {
    #expect(region.masking(Tensor(shape: [4], scalars: [1, .nan, 3, 4])).scalars == [1, 0, 3, 0])
  }

  @Test func theAuditSeesBitsNotNumbers() {
    #expect(region.violations(clean: clean, adversarial: clean).isClean)
    let positiveZero = Tensor(shape: [4], scalars: [1, 0, .nan, 4])
    #expect(region.violations(clean: clean, adversarial: positiveZero).violations == 1)
    let all = Tensor(shape: [4], scalars: [5, 6, 7, 8])
    let audit = region.violations(clean: clean, adversarial: all)
    #expect(audit.violations == 2 && audit.first == [1])
    let stillNotANumber = Region(shape: [1], allowed: [false], name: "none")
    let nan = Tensor(shape: [1], scalars: [.nan])
    #expect(stillNotANumber.violations(clean: nan, adversarial: nan).isClean)
  }

  @Test func regionsCombine() {
    let first = Region(shape: [4], allowed: [true, true, false, false], name: "first")
    #expect(region.union(first).allowed == [true, true, true, false])
    #expect(region.intersection(first).allowed == [true, false, false, false])
    #expect(region.complement.allowed == [false, true, false, true])
    #expect(region.union(first).name == "even + first")
  }

  @Test func uniformDrawsStayInRangeAndKeepTheirBytes() {
    var stream = RandomStream(seed: 7)
    let draws = (0..<1000).map { _ in stream.nextUniform() }
    #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(abs(draws.reduce(0, +) / 1000 - 0.5) < 0.03)
    let indices = (0..<3000).map { _ in stream.nextIndex(in: 5..<8) }
    for index in 5..<8 { #expect(abs(indices.count { $0 == index } - 1000) < 120) }
  }
}
