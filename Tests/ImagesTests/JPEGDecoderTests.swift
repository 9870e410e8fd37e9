import Images
import Tensors
import TestSupport
import Testing

@Suite struct JPEGDecoderTests {
  @Test(arguments: [
    "baseline.jpg", "full-chroma.jpg", "half-chroma.jpg", "progressive.jpg", "grey.jpg", "restarts.jpg", "turned.jpg",
  ]) func everyKindDecodesAsPillowDecodesIt(name: String) throws {
    let image = try ExpectedImages.image(name)
    #expect(image.header.format == .jpeg)
    #expect((image.width, image.height) == (45, 33))
    #expect(image.header.isProgressive == (name == "progressive.jpg"))
    #expect(image.header.colour == (name == "grey.jpg" ? .grey : .rgb))
    let expected = try ExpectedImages.file(name).integers().map(Int.init)
    // Another build of libjpeg may round the last bit of the inverse transform otherwise; one level is allowed for that.
    let differences = zip(image.samples.integers, expected).map { abs($0 - $1) }
    #expect(differences.count == expected.count)
    #expect(differences.max() ?? 9 <= 1)
    #expect(differences.count { $0 > 0 } * 100 <= differences.count)
  }

  @Test func printingColoursAreRefusedByName() {
    let error = #expect(throws: ImageError.self) { try ExpectedImages.image("cmyk.jpg") }
    #expect(error?.what.contains("CMYK") == true)
    #expect(throws: ImageError.self) { try ImageHeader(contentsOf: Fixture.path("cmyk.jpg")) }
  }

  @Test func orientationIsReportedAndNotApplied() throws {
    let header = try ExpectedImages.image("turned.jpg").header
    #expect(header.orientation == .turnedLeft)
    #expect(header.notes.contains { $0.contains("orientation 6") })
    #expect(try ExpectedImages.image("baseline.jpg").header.notes.isEmpty)
  }

  @Test func theLastRowsCannotBeMissing() throws {
    let bytes = try Fixture.bytes("baseline.jpg")
    let error = #expect(throws: ImageError.self) {
      try Image(decoding: Array(bytes.prefix(bytes.count * 3 / 4)), source: "x.jpg")
    }
    #expect(error?.what.contains("cannot be decoded") == true)
  }

  @Test(arguments: ["baseline.jpg", "progressive.jpg", "grey.jpg", "turned.jpg", "restarts.jpg"])
  func damagedFilesAreErrorsOrImagesButNeverCrashes(name: String) throws {
    let mutations = FileMutations(of: try Fixture.bytes(name))
    var refused = 0
    for index in 0..<300 {
      do {
        let image = try Image(
          decoding: mutations.mutated(index), source: "x.jpg", limits: ImageLimits(side: 65_500, pixels: 1 << 22))
        #expect(image.samples.count == image.header.sampleCount)
      } catch { refused += 1 }
    }
    #expect(refused > 75, "only \(refused) of 300 were refused, although a quarter of them is cut")
  }
}
