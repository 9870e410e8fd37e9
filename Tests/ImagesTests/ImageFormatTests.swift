import Images
import Tensors
import TestSupport
import Testing

@Suite struct ImageFormatTests {
  @Test func theContentDecidesNotTheName() throws {
    let folder = try TemporaryFolder()
    try FileReplacement.write(Fixture.bytes("grey.jpg"), to: folder.file("photo.png"))
    #expect(try Image(contentsOf: folder.file("photo.png")).header.format == .jpeg)
  }

  @Test(arguments: [("GIF89a..", "GIF"), ("BM......", "BMP"), ("PK......", "ZIP")])
  func knownForeignFormatsAreNamed(start: String, name: String) {
    let error = #expect(throws: ImageError.self) { try Image(decoding: Array(start.utf8), source: "x.png") }
    #expect(error?.what.contains("this is a \(name) file") == true)
  }

  @Test func emptyAndUnknownFilesAreToldApart() {
    let empty = #expect(throws: ImageError.self) { try Image(decoding: [], source: "x.png") }
    #expect(empty?.what == "the file is empty")
    let unknown = #expect(throws: ImageError.self) { try Image(decoding: [1, 2, 3], source: "x.png") }
    #expect(unknown?.what == "none of PNG, JPEG, TIFF and DICOM")
    #expect(throws: FileError.self) { try Image(contentsOf: "/nowhere.png") }
  }
}
