import Images
import Tensors
import TestSupport
import Testing

@Suite struct DICOMDecoderTests {
  private static func image(_ name: String) throws -> Image { try Image(contentsOf: Fixture.path(name)) }

  @Test(
    arguments: [
      "unsigned-8.dcm", "unsigned-12.dcm", "signed-16-implicit.dcm", "white-low.dcm", "overlay-bits.dcm",
      "sequences.dcm", "sequences-implicit.dcm", "mr-real.dcm", "mr-real-implicit.dcm", "ct-real.dcm",
    ])
  func valuesAreThoseThatPydicomSees(name: String) throws {
    let image = try Self.image(name)
    let expected = try NPZArchive(contentsOf: Fixture.path("expected-dicom.npz")).file(named: name).tensor()
    #expect([image.height, image.width] == expected.shape)
    #expect(image.samples == .floats(expected.scalars))
    #expect(image.header.format == .dicom)
    #expect(image.tensor().tensor.scalars.allSatisfy { (0...1).contains($0) })
    let header = try ImageHeader(contentsOf: Fixture.path(name))
    #expect((header.width, header.height, header.notes) == (image.width, image.height, image.header.notes))
  }

  @Test func windowSpacingAndRescalingAreRead() throws {
    let signed = try Self.image("signed-16-implicit.dcm").header
    // Centre 40, width 400: PS3.3, C.11.2.1.2.
    #expect(signed.window == ValueWindow(low: -160, high: 239, origin: .file))
    #expect(signed.notes.contains("the file has 2 windows; the first is used"))
    #expect("\(signed)" == "DICOM 9 × 7, 16-bit signed grey")
    let unsigned = try Self.image("unsigned-12.dcm").header
    #expect(unsigned.spacing == PixelSpacing(row: 0.5, column: 0.75))
    #expect(unsigned.valueStep == 0.5)
    #expect(unsigned.bitDepth == 12)
    #expect(unsigned.notes == ["values are 0.5 · stored − 100.25"])
    #expect(unsigned.window?.origin == .extremes)
  }

  @Test func whiteLowImagesAreTurnedAsTensors() throws {
    let image = try Self.image("white-low.dcm")
    let window = try #require(image.header.window)
    let (tensor, notes) = image.tensor()
    #expect(tensor.scalars == image.samples.values.map { 1 - window.fraction($0) })
    #expect(image.header.notes == ["MONOCHROME1: the lowest value is white; as a tensor it is turned"])
    #expect(notes == [window.description])
  }

  @Test(
    arguments: [
      ("refused-rle-real.dcm", "stored as RLE"), ("refused-big-endian-real.dcm", "explicit big endian"),
      ("refused-jpeg-real.dcm", "stored as JPEG extended"), ("refused-jpeg2000-real.dcm", "stored as JPEG 2000"),
      ("refused-frames.dcm", "it holds 3 frames"), ("refused-colour.dcm", "no grey image but RGB"),
      ("refused-bits.dcm", "its samples take 1 bits"),
    ])
  func otherKindsAreRefusedByNameWithAdvice(name: String, words: String) {
    let error = #expect(throws: ImageError.self) { try Self.image(name) }
    #expect(error?.what.contains(words) == true, "\(error?.what ?? "")")
    #expect(error?.hint.isEmpty == false)
  }

  @Test func limitsAreKept() throws {
    let bytes = try Fixture.bytes("unsigned-8.dcm")
    #expect(throws: ImageError.self) {
      try Image(decoding: bytes, source: "x", limits: ImageLimits(side: 8, pixels: 1000))
    }
    _ = try Image(decoding: bytes, source: "x", limits: ImageLimits(side: 9, pixels: 63))
  }

  @Test(arguments: ["unsigned-12.dcm", "signed-16-implicit.dcm", "sequences.dcm", "sequences-implicit.dcm"])
  func everyCutIsRefused(name: String) throws {
    let bytes = try Fixture.bytes(name)
    // A byte of padding may follow an odd number of pixels of one byte.
    for count in 0..<bytes.count - 1 {
      #expect(throws: ImageError.self) { try Image(decoding: Array(bytes.prefix(count)), source: "x.dcm") }
    }
  }

  @Test(arguments: ["unsigned-8.dcm", "signed-16-implicit.dcm", "sequences.dcm", "sequences-implicit.dcm"])
  func damagedFilesAreErrorsOrImagesButNeverCrashes(name: String) throws {
    let mutations = FileMutations(of: try Fixture.bytes(name))
    for index in 0..<2000 {
      guard let image = try? Image(decoding: mutations.mutated(index), source: "x.dcm") else { continue }
      #expect(image.tensor().tensor.scalars.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func randomBytesBehindTheMarkAreRefused() {
    var random = RandomStream(seed: 3, sample: "bytes", attack: "dicom")
    for _ in 0..<500 {
      let noise = (0..<300).map { _ in UInt8.random(in: 0...255, using: &random) }
      let bytes = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + noise
      #expect(throws: ImageError.self) { try Image(decoding: bytes, source: "x.dcm") }
    }
  }
}
