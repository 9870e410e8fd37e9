import Images
import Tensors
import TestSupport
import Testing

@Suite struct ImageEncodingTests {
  @Test(arguments: [
    "grey-1", "grey-2", "grey-4", "grey-8", "grey-16", "palette-1", "palette-2", "palette-4", "palette-8", "rgb-8",
    "rgb-16", "grey-alpha-8", "grey-alpha-16", "rgba-8", "rgba-16", "transparent-palette",
  ]) func pngKeepsEverySample(name: String) throws {
    let image = try ExpectedImages.image("\(name).png")
    let bytes = try image.pngBytes()
    let again = try Image(decoding: bytes, source: "x.png")
    #expect(again == image)
    #expect(try image.pngBytes() == bytes)
  }

  @Test func jpegStaysNearWithQuality() throws {
    let levels = try ExpectedImages.file("picture").integers().map(UInt8.init)
    let image = Image(width: 45, height: 33, colour: .rgb, bytes: levels)
    var errors: [Int] = []
    var sizes: [Int] = []
    for quality in [30, 75, 100] {
      let bytes = try image.jpegBytes(quality: quality, keepsFullChroma: true)
      let again = try Image(decoding: bytes, source: "x.jpg")
      #expect(again.header.isProgressive == false)
      errors.append(zip(again.samples.integers, image.samples.integers).map { abs($0 - $1) }.max() ?? 0)
      sizes.append(bytes.count)
    }
    #expect(errors[2] <= 3)
    #expect(errors[0] > errors[2])
    #expect(sizes[0] < sizes[1] && sizes[1] < sizes[2])
  }

  @Test func jpegMayBeProgressiveGreyOrOfLargeSize() throws {
    let grey = Image(width: 300, height: 200, colour: .grey, bytes: (0..<60_000).map { UInt8(($0 * 37) % 251) })
    let bytes = try grey.jpegBytes(quality: 95, isProgressive: true)
    // More than one block of the encoder's output buffer.
    #expect(bytes.count > 20_000)
    let header = try ImageHeader(of: bytes, source: "x.jpg")
    #expect(header.isProgressive)
    #expect(header.colour == .grey)
    #expect(try Image(decoding: bytes, source: "x.jpg").samples.count == 60_000)
  }

  @Test func whatJPEGCannotHoldIsRefused() throws {
    for name in ["grey-16.png", "rgba-8.png", "palette-8.png"] {
      #expect(throws: ImageError.self) { try ExpectedImages.image(name).jpegBytes(quality: 90) }
    }
  }

  @Test func aPNGIsWrittenToDisk() throws {
    let folder = try TemporaryFolder()
    let image = Image(width: 2, height: 1, colour: .grey, bytes: [7, 9])
    try image.writePNG(to: folder.file("a.png"))
    #expect(try Image(contentsOf: folder.file("a.png")).samples == image.samples)
  }
}
