import Images
import Tensors
import TestSupport
import Testing

@Suite struct TIFFDecoderTests {
  private static func expected(_ name: String) throws -> NPYFile {
    try NPZArchive(contentsOf: Fixture.path("expected-tiff.npz")).file(named: name)
  }

  private static func image(_ name: String) throws -> Image { try Image(contentsOf: Fixture.path(name)) }

  private static let unsigned = [
    "grey-1.tif", "grey-2.tif", "grey-4.tif", "grey-8-none-strips.tif", "grey-8-none-tiles.tif",
    "grey-8-lzw-strips.tif", "grey-8-lzw-tiles.tif", "grey-8-deflate-strips.tif", "grey-8-deflate-tiles.tif",
    "grey-8-packbits-strips.tif", "grey-8-packbits-tiles.tif", "grey-16-predictor.tif", "grey-16-big.tif",
    "rgb-8.tif", "rgb-16.tif", "rgb-8-planes.tif", "rgba-8.tif", "grey-alpha-8.tif", "white-zero-8.tif",
    "bits-raw.tif", "bits-group3.tif", "bits-group4.tif", "bits-tiff_lzw.tif", "palette-8.tif",
  ]

  @Test(arguments: unsigned) func unsignedSamplesAreThoseThatTifffileSees(name: String) throws {
    let image = try Self.image(name)
    #expect(image.header.format == .tiff)
    #expect((image.width, image.height) == (27, 21))
    #expect(image.header.window == nil)
    #expect(image.samples.integers.map(Int64.init) == (try Self.expected(name).integers()))
    #expect(try ImageHeader(contentsOf: Fixture.path(name)) == image.header)
  }

  @Test(
    arguments: [
      ("grey-32.tif", "32-bit grey"), ("signed-8.tif", "8-bit signed grey"), ("signed-16.tif", "16-bit signed grey"),
      ("signed-32.tif", "32-bit signed grey"), ("float-16.tif", "16-bit floating-point grey"),
      ("float-32.tif", "32-bit floating-point grey"), ("float-64.tif", "64-bit floating-point grey"),
      ("float-unit.tif", "32-bit floating-point grey"),
    ])
  func otherNumbersBecomeFloats(name: String, words: String) throws {
    let image = try Self.image(name)
    #expect("\(image.header)" == "TIFF 27 × 21, \(words)")
    #expect(image.samples == .floats(try Self.expected(name).tensor().scalars))
    let (tensor, notes) = image.tensor()
    #expect(tensor.shape == [1, 21, 27])
    #expect(tensor.scalars.allSatisfy { (0...1).contains($0) })
    #expect(notes == [try #require(image.header.window).description])
  }

  @Test func theWindowOfMeasuredValuesIsSaid() throws {
    let unit = try Self.image("float-unit.tif")
    #expect(unit.header.window == ValueWindow(low: 0, high: 1, origin: .unit))
    #expect(unit.tensor().tensor.scalars == unit.samples.values)
    let signed = try Self.image("signed-16.tif")
    let extremes = try #require(signed.samples.extremes)
    #expect(signed.header.window == ValueWindow(low: extremes.lowerBound, high: extremes.upperBound, origin: .extremes))
    #expect(signed.header.quantisationStep == 1 / (extremes.upperBound - extremes.lowerBound))
    let asked = signed.tensor(window: ValueWindow(low: 0, high: 1000, origin: .asked))
    #expect(asked.notes.first == "values 0 to 1000 become 0 to 1 (as asked for)")
    #expect(asked.notes.last?.contains("lie outside the window and are clipped") == true)
    for (value, fraction) in zip(signed.samples.values, asked.tensor.scalars) {
      #expect(fraction == min(max(value / 1000, 0), 1))
    }
    #expect(throws: ImageError.self) { try signed.pngBytes() }
  }

  @Test func paletteIndicesAndColoursAreKept() throws {
    let image = try Self.image("palette-8.tif")
    guard case .palette(let palette) = image.header.colour else {
      Issue.record("no palette")
      return
    }
    let bytes = try Self.expected("palette").integers().map(UInt8.init)
    #expect(palette.colours.flatMap { [$0.red, $0.green, $0.blue] } == bytes)
    #expect(palette.colours[1] == Colour(red: 255, green: 0, blue: 0))
  }

  @Test func whatACarefulReaderShouldKnowIsNoted() throws {
    let pages = try Self.image("pages.tif")
    #expect(pages.header.notes == ["the file holds 3 pages; the first is read, the others are left out"])
    #expect(pages.samples.integers.map(Int64.init) == (try Self.expected("pages.tif").integers()))
    let white = try Self.image("white-zero-8.tif")
    #expect(white.header.notes == ["white is stored as 0; the values are turned, so that black is 0"])
  }

  @Test(arguments: [3, 6]) func theOrientationIsSaidAndNotApplied(orientation: Int) throws {
    let image = try Self.image("orientation-\(orientation).tif")
    #expect(image.header.orientation.rawValue == orientation)
    #expect(image.header.notes.count == 1)
    #expect(image.header.notes[0].contains("TIFF orientation \(orientation)"))
    #expect((image.width, image.height) == (27, 21))
    #expect(image.upright().header.notes.isEmpty)
    #expect(image.upright().width == (orientation == 6 ? 21 : 27))
  }

  @Test(
    arguments: [
      ("refused-jpeg.tif", "compressed with JPEG"), ("refused-zstd.tif", "compressed with Zstandard"),
      ("refused-cmyk.tif", "CMYK (printing colours) with 4 samples"),
      ("refused-channels.tif", "grey with 7 samples a pixel"), ("refused-complex.tif", "64-bit complex"),
      ("refused-uint64.tif", "64-bit unsigned numbers"),
    ])
  func otherKindsAreRefusedByName(name: String, words: String) {
    let error = #expect(throws: ImageError.self) { try Self.image(name) }
    #expect(error?.what.contains(words) == true, "\(error?.what ?? "")")
    #expect(error?.hint.contains("save") == true)
  }

  @Test func limitsAreKept() throws {
    let bytes = try Fixture.bytes("rgb-8.tif")
    #expect(throws: ImageError.self) {
      try Image(decoding: bytes, source: "x", limits: ImageLimits(side: 26, pixels: 1000))
    }
    #expect(throws: ImageError.self) {
      try Image(decoding: bytes, source: "x", limits: ImageLimits(side: 27, pixels: 566))
    }
    _ = try Image(decoding: bytes, source: "x", limits: ImageLimits(side: 27, pixels: 567))
  }

  @Test func aForgedSizeIsRefusedBeforeMemoryIsTaken() throws {
    var bytes = try Fixture.bytes("grey-8-lzw-strips.tif")
    let fields = BinaryFields(bytes, order: .little)
    let directory = Int(try #require(fields.uint32(at: 4)))
    for entry in 0..<Int(try #require(fields.uint16(at: directory))) {
      let place = directory + 2 + 12 * entry
      guard let tag = fields.uint16(at: place), [256, 257, 278].contains(tag) else { continue }
      // As a field of 32 bits: 11,000.
      bytes.replaceSubrange(place + 2..<place + 4, with: [4, 0])
      bytes.replaceSubrange(place + 8..<place + 12, with: [0xF8, 0x2A, 0, 0])
    }
    let error = #expect(throws: ImageError.self) { try Image(decoding: bytes, source: "x.tif") }
    #expect(error?.what.contains("cannot hold the 11000 × 11000 pixels") == true, "\(error?.what ?? "")")
  }

  @Test(
    arguments: [
      "grey-8-lzw-tiles.tif", "grey-8-deflate-strips.tif", "rgb-8-planes.tif", "float-32.tif", "grey-16-big.tif",
      "palette-8.tif", "bits-group4.tif", "signed-16.tif", "refused-jpeg.tif",
    ])
  func damagedFilesAreErrorsOrImagesButNeverCrashes(name: String) throws {
    let mutations = FileMutations(of: try Fixture.bytes(name))
    for index in 0..<300 {
      guard let image = try? Image(decoding: mutations.mutated(index), source: "x.tif") else { continue }
      #expect(image.samples.count == image.header.sampleCount)
      #expect(image.tensor().tensor.scalars.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test(arguments: ["grey-8-none-strips.tif", "grey-8-lzw-strips.tif", "grey-8-packbits-tiles.tif", "signed-32.tif"])
  func pixelsThatEndEarlyAreRefused(name: String) throws {
    let bytes = try Fixture.bytes(name)
    // The pixels come last, but for a byte of padding that tifffile may add.
    for count in stride(from: 0, to: bytes.count - 2, by: 7) {
      #expect(throws: ImageError.self) { try Image(decoding: Array(bytes.prefix(count)), source: "x.tif") }
    }
  }
}
