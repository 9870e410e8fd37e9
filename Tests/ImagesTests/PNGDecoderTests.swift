import Images
import Tensors
import TestSupport
import Testing

@Suite struct PNGDecoderTests {
  private static let kinds: [(String, Int, Int)] = [
    ("grey", 1, 1), ("grey", 2, 1), ("grey", 4, 1), ("grey", 8, 1), ("grey", 16, 1), ("palette", 1, 1),
    ("palette", 2, 1), ("palette", 4, 1), ("palette", 8, 1), ("rgb", 8, 3), ("rgb", 16, 3), ("grey-alpha", 8, 2),
    ("grey-alpha", 16, 2), ("rgba", 8, 4), ("rgba", 16, 4),
  ]

  @Test(arguments: kinds, [false, true])
  func everyKindIsReadAsStored(kind: (name: String, depth: Int, channels: Int), isInterlaced: Bool) throws {
    let name = "\(kind.name)-\(kind.depth)\(isInterlaced ? "-interlaced" : "").png"
    let image = try ExpectedImages.image(name)
    #expect(image.header.format == .png)
    #expect((image.width, image.height) == (13, 11))
    #expect(image.header.bitDepth == kind.depth)
    #expect(image.channels == kind.channels)
    #expect(image.header.isInterlaced == isInterlaced)
    #expect(image.samples.integers.map(Int64.init) == (try ExpectedImages.file(name).integers()))
    #expect(try ImageHeader(contentsOf: Fixture.path(name)) == image.header)
  }

  @Test(arguments: [1, 2, 4, 8]) func palettesKeepTheirColours(depth: Int) throws {
    guard case .palette(let palette) = try ExpectedImages.image("palette-\(depth).png").header.colour else {
      Issue.record("no palette")
      return
    }
    let bytes = try ExpectedImages.file("palette").integers().prefix(3 << depth).map(UInt8.init)
    #expect(palette.colours.flatMap { [$0.red, $0.green, $0.blue] } == bytes)
    #expect(palette.isOpaque)
  }

  @Test func transparencyIsNoted() throws {
    let grey = try ExpectedImages.image("transparent-grey.png")
    #expect(grey.header.notes == ["one colour is declared transparent; the declaration is ignored"])
    #expect(grey.samples == .bytes([0, 40, 80, 120, 160, 200]))
    let indexed = try ExpectedImages.image("transparent-palette.png")
    guard case .palette(let palette) = indexed.header.colour else {
      Issue.record("no palette")
      return
    }
    #expect(palette.alphas == [0, 128, 255])
    #expect(indexed.header.colour.hasAlpha)
  }

  @Test func anIndexWithoutAColourIsKeptAndNoted() throws {
    let image = try ExpectedImages.image("short-palette.png")
    #expect(image.samples == .bytes([0, 1, 7]))
    #expect(image.header.notes == ["index 7 is used, but the palette has only 2 colours"])
    #expect(image.tensor().tensor.scalars == [0, 1, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func aForgedSizeIsRefusedBeforeMemoryIsTaken() {
    let error = #expect(throws: ImageError.self) { try ExpectedImages.image("forged-size.png") }
    #expect(error?.what.contains("cannot hold the 11000 × 11000 pixels") == true)
  }

  @Test func limitsAreKept() throws {
    let bytes = try Fixture.bytes("rgb-8.png")
    #expect(throws: ImageError.self) {
      try Image(decoding: bytes, source: "x", limits: ImageLimits(side: 12, pixels: 1000))
    }
    #expect(throws: ImageError.self) {
      try Image(decoding: bytes, source: "x", limits: ImageLimits(side: 13, pixels: 142))
    }
    _ = try Image(decoding: bytes, source: "x", limits: ImageLimits(side: 13, pixels: 143))
  }

  @Test(arguments: ["grey-1.png", "palette-4-interlaced.png", "rgb-8.png", "rgba-16-interlaced.png"])
  func damagedFilesAreErrorsOrImagesButNeverCrashes(name: String) throws {
    let mutations = FileMutations(of: try Fixture.bytes(name))
    var refused = 0
    for index in 0..<300 {
      do {
        let image = try Image(decoding: mutations.mutated(index), source: "x.png")
        #expect(image.samples.count == image.header.sampleCount)
      } catch { refused += 1 }
    }
    #expect(refused > 250, "only \(refused) of 300 were refused, although every chunk has a checksum")
  }

  @Test func everyCutIsRefused() throws {
    let bytes = try Fixture.bytes("grey-8.png")
    for count in 0..<bytes.count {
      #expect(throws: ImageError.self) { try Image(decoding: Array(bytes.prefix(count)), source: "x.png") }
    }
  }
}
