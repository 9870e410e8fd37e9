import Evaluation
import Testing

@Suite struct MaskExtentsTests {
  private let eye = ClassMap(
    height: 6, width: 4,
    classes: [
      0, 0, 0, 0,
      0, 1, 1, 0,
      0, 1, 2, 0,
      0, 1, 2, 0,
      0, 1, 1, 0,
      0, 0, 0, 0,
    ])

  @Test func extentsAreCountsAndCentroids() {
    let extents = eye.extents(classCount: 4)
    #expect(extents.map(\.pixels) == [16, 6, 2, 0])
    #expect(extents[2].row == 2.5 && extents[2].column == 2)
    #expect(extents[3].row.isNaN)
    #expect(eye.extents(classCount: 3) { $0 < 12 }.map(\.pixels) == [8, 3, 1])
  }

  @Test func theRatioIsThatOfHeights() {
    #expect(DiscAndCup(disc: 1, cup: 2).ratio(in: eye) == 0.5)
    #expect(DiscAndCup(disc: 1, cup: 3).ratio(in: eye) == 0)
    #expect(DiscAndCup(disc: 3, cup: 4).ratio(in: eye) == nil)
  }

  @Test(arguments: [
    (["background", "optic disc", "Optic Cup"], DiscAndCup(disc: 1, cup: 2)),
    (["background", "cup", "disk"], DiscAndCup(disc: 2, cup: 1)), (["background", "cup"], nil),
    (["background", "vessel"], nil), ([], nil),
  ]) func theClassesAreFoundByTheirNames(names: [String], expected: DiscAndCup?) {
    #expect(DiscAndCup(classNames: names) == expected)
  }

  @Test func theErrorIsToWhatWasWantedOrElseToTheTruth() throws {
    let drawn = CupToDiscRatio(truth: 0.4, before: 0.5, wanted: 0.75, after: 0.5)
    #expect(drawn.error == 0.25)
    #expect(CupToDiscRatio(truth: 0.25, before: 0.5, wanted: nil, after: 0.5).error == 0.25)
    #expect(CupToDiscRatio(truth: nil, before: 0.5, wanted: nil, after: 0.5).error == nil)
    let line = try RecordCoding.line(drawn)
    #expect(try RecordCoding.decode(CupToDiscRatio.self, from: line) == drawn)
  }
}
