import Segmentation
import Testing

@Suite struct FilePatternTests {
  @Test func theIdStandsBetweenPrefixAndSuffix() throws {
    let exact = try FilePattern(parsing: "masks/m_{id}_1stHO.png")
    #expect(exact.folder == "masks")
    #expect(exact.id(in: "m_Image_01L_1stHO.png") == "Image_01L")
    #expect(exact.id(in: "m_Image_01L_2ndHO.png") == nil)
    #expect(exact.id(in: "m__1stHO.png") == nil)
    let open = try FilePattern(parsing: "{id}.*")
    #expect(open.id(in: "a.b.JPG") == "a.b")
    #expect(open.id(in: "a.csv") == nil)
    #expect(open.id(in: "a") == nil)
    #expect("\(exact)" == "masks/m_{id}_1stHO.png")
    #expect("\(open)" == "{id}.*")
  }

  @Test(arguments: ["", "images", "{id}/{id}.png", "{id}/a.png", "images/*.png"])
  func aPatternNeedsItsGapOnceInTheName(text: String) {
    #expect(throws: SegmentationError.self) { try FilePattern(parsing: text) }
  }
}
