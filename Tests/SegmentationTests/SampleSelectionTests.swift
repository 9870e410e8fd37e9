import Segmentation
import Testing

@Suite struct SampleSelectionTests {
  private let pairs = ["a", "b", "c", "d"].map { ImageMaskFolder.Pair(id: $0, imagePath: "", maskPath: "") }

  private func ids(_ text: String) throws -> [String] {
    try SampleSelection(parsing: text).applied(to: pairs).map(\.id)
  }

  @Test func everyFormChoosesWhatItSays() throws {
    #expect(try ids("all") == ["a", "b", "c", "d"])
    #expect(try ids("first:2") == ["a", "b"])
    #expect(try ids("first:9").count == 4)
    #expect(try ids("b..d") == ["b", "c", "d"])
    #expect(try ids("d,a") == ["d", "a"])
  }

  @Test(arguments: ["", ",", "first:0", "first:x", "c..a", "x..d", "a..x", "a,x,y"])
  func nonsenseAndMissingIdsAreRefused(text: String) {
    #expect(throws: SegmentationError.self) { try ids(text) }
  }

  @Test func missingIdsAreListed() {
    let error = #expect(throws: SegmentationError.self) { try ids("a,x,y") }
    #expect(error?.what == "no sample is called x, y")
  }
}
