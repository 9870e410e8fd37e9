import Evaluation
import Testing

@Suite struct SampleMarksTests {
  @Test func aPlaceCountsOnce() {
    var marks = SampleMarks()
    #expect(marks.count == 0 && !marks.contains(0))
    let isNew = [0, 63, 64, 63, 10_000, 0].map { marks.insert($0) }
    #expect(isNew == [true, true, true, false, true, false])
    #expect(marks.count == 4 && marks.contains(64) && !marks.contains(1) && !marks.contains(128))
  }

  @Test func forgedPlacesAreNoHarm() {
    var marks = SampleMarks()
    let isNew = [Int.min, -1, -64, -65, .max].map { marks.insert($0) }
    #expect(isNew == [true, true, true, true, true])
    #expect(marks.count == 5 && marks.contains(-64) && !marks.contains(-63) && !marks.contains(0))
  }

  @Test func aUnionHoldsBoth() {
    var (left, right) = (SampleMarks(), SampleMarks())
    for place in [1, 2, 70] { left.insert(place) }
    for place in [2, 3, 700] { right.insert(place) }
    left.formUnion(right)
    #expect(left.count == 5)
    #expect([1, 2, 3, 70, 700].allSatisfy { left.contains($0) })
    #expect(!left.contains(4))
  }
}
