import Images
import Reports
import Testing

@Suite struct RasterTests {
  @Test func pngFilesDecodeToTheSamePixels() throws {
    var raster = Raster(width: 5, height: 3, fill: RGB(1, 2, 3))
    raster[4, 2] = RGB(250, 128, 7)
    let image = try Image(decoding: try raster.pngBytes(), source: "test")
    guard case .palette(let palette) = image.header.colour else {
      Issue.record("two colours need a palette only, found \(image.header.colour)")
      return
    }
    let last = palette.colours[image.samples[14]]
    #expect(image.width == 5 && image.height == 3)
    #expect([last.red, last.green, last.blue] == [250, 128, 7])
  }

  @Test func manyColoursBecomeRGB() throws {
    var raster = Raster(width: 300, height: 1)
    for x in 0..<300 { raster[x, 0] = RGB(UInt8(x % 256), UInt8(x / 256), 9) }
    let image = try Image(decoding: try raster.pngBytes(), source: "test")
    #expect(image.header.colour == .rgb)
    #expect(image.samples == .bytes(raster.bytes))
  }

  @Test func pastingCutsOffWhatIsOutside() {
    var raster = Raster(width: 4, height: 4)
    raster.paste(Raster(width: 3, height: 3, fill: .white), x: -1, y: 2)
    #expect(raster[0, 2] == .white && raster[1, 3] == .white && raster[2, 2] == .black && raster[0, 1] == .black)
    raster.paste(Raster(width: 3, height: 3, fill: .white), x: 9, y: -9)
    raster.fill(x: -5, y: -5, width: 100, height: 6, with: RGB(9, 9, 9))
    #expect(raster[3, 0] == RGB(9, 9, 9) && raster[3, 1] == .black)
  }

  @Test func shrinkingAveragesAndEnlargingRepeats() {
    var raster = Raster(width: 2, height: 2)
    raster[0, 0] = .white
    #expect(raster.shrunk(toFit: 1)[0, 0] == RGB(64, 64, 64))
    #expect(raster.enlarged(3)[2, 2] == .white && raster.enlarged(3)[3, 3] == .black)
    #expect(raster.shrunk(toFit: 10) == raster)
  }

  @Test func everyPrintableCharacterHasAGlyphOfItsOwn() {
    var seen: [Raster] = []
    for code in UInt8(33)...126 {
      var raster = Raster(width: 5, height: 7)
      raster.write(String(UnicodeScalar(code)), x: 0, y: 0, colour: .white)
      #expect(!seen.contains(raster), "\(UnicodeScalar(code))")
      seen.append(raster)
    }
    #expect(BitmapFont.width(of: "ab", scale: 2) == 22)
  }
}
