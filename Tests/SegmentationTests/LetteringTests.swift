import Segmentation
import Testing

@Suite struct LetteringTests {
  @Test func aLetterIsDrawnAsLargeAsFitsTheMiddle() throws {
    let mask = try #require(Mask(emptyWithHeight: 14, width: 15, classCount: 2).writing("L"))
    #expect(
      mask
        == drawn([
          "...............", "...............", "...............", ".....1.........", ".....1.........",
          ".....1.........", ".....1.........", ".....1.........", ".....1.........", ".....11111.....",
          "...............", "...............", "...............", "...............",
        ]))
    let large = try #require(Mask(emptyWithHeight: 128, width: 128, classCount: 3).writing("HELP"))
    #expect(large.pixelCounts[1] == 9 * (17 + 18 + 11 + 15) && large.pixelCounts[2] == 0)
  }

  @Test func aWordThatDoesNotFitIsRefused() {
    #expect(Mask(emptyWithHeight: 14, width: 20, classCount: 2).writing("HELP") == nil)
    #expect(Mask(emptyWithHeight: 6, width: 200, classCount: 2).writing("HELP") == nil)
    #expect(Mask(emptyWithHeight: 0, width: 0, classCount: 2).writing("H") == nil)
  }

  @Test func voidPixelsStayVoid() throws {
    let classes = [Int32](repeating: Mask.void, count: 14 * 15)
    let mask = try #require(Mask(height: 14, width: 15, classCount: 2, classes: classes).writing("L"))
    #expect(mask.voidCount == 14 * 15)
  }
}
