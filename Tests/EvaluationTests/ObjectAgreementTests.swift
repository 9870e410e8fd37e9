import Evaluation
import Testing

@Suite struct ObjectAgreementTests {
  private func map(_ rows: [String]) -> ClassMap {
    ClassMap(
      height: rows.count, width: rows.first?.count ?? 0,
      classes: rows.joined().map { $0 == "v" ? -1 : $0.wholeNumberValue ?? 0 })
  }

  private let truth = ["11....", "11....", "......", "....1.", ".....1", "222..."]

  @Test func everyPieceIsScoredWithThePixelsNearestToIt() {
    // The large piece is drawn with one pixel besides, the small one is gone, the other class is whole.
    let outcomes = ObjectAgreement.outcomes(
      before: map(truth), after: map(["111...", "11....", "......", "......", "......", "222..."]), truth: map(truth),
      classCount: 3)
    #expect(outcomes.map(\.class) == [1, 1, 2])
    // Pixels that touch at a corner are one piece.
    #expect(outcomes.map(\.area) == [4, 2, 3])
    #expect(outcomes.map(\.diceBefore) == [1, 1, 1])
    #expect(outcomes.map(\.diceAfter) == [8.0 / 9, 0, 1])
    #expect(outcomes.map(\.foundAfter) == [1, 0, 1])
    #expect(outcomes.map(\.isLost) == [false, true, false])
  }

  @Test func whatWasNeverFoundCannotBeLost() {
    let none = map([String](repeating: "......", count: 6))
    let outcomes = ObjectAgreement.outcomes(before: none, after: none, truth: map(truth), classCount: 3)
    #expect(outcomes.count == 3)
    #expect(outcomes.allSatisfy { !$0.wasFound && !$0.isLost && $0.diceAfter == 0 })
  }

  @Test func anEmptyTruthHasNoObjects() {
    let none = map(["...", "..."])
    #expect(ObjectAgreement.outcomes(before: none, after: map(["11.", "..."]), truth: none, classCount: 2).isEmpty)
  }

  @Test func ignoredPixelsCountForNobody() {
    let outcomes = ObjectAgreement.outcomes(
      before: map(["11", "11"]), after: map(["11", "11"]), truth: map(["11", "vv"]), classCount: 2, ignored: -1)
    #expect(outcomes.count == 1 && outcomes.first?.diceAfter == 1)
  }
}
