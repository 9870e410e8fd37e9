import Tensors
import Testing

@Suite struct GzipTests {
  /// "hello gzip" by `gzip -n`.
  private let packed: [UInt8] = [
    0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0x48, 0xAF, 0xCA, 0x2C, 0, 0,
    0x19, 0x6A, 0xD2, 0xDF, 0x0A, 0, 0, 0,
  ]

  @Test func membersAreUnpackedOneAfterTheOther() throws {
    let text = Array("hello gzip".utf8)
    #expect(try Zlib.gunzip(packed, limit: 10) == text)
    #expect(try Zlib.gunzip(packed + packed, limit: 20) == text + text)
    #expect(try Zlib.gunzip(packed + [0, 0, 0], limit: 10) == text)
    #expect(try Zlib.gunzip(packed, limit: 10, prefix: 5) == Array("hello".utf8))
  }

  @Test func whatIsTooLargeCutOrDamagedIsRefused() {
    #expect(throws: Zlib.GzipFailure.tooLarge) { try Zlib.gunzip(packed, limit: 9) }
    for count in 0..<packed.count {
      #expect(throws: Zlib.GzipFailure.damaged) { try Zlib.gunzip(Array(packed.prefix(count)), limit: 100) }
    }
    // The content is under a checksum; byte 21 is padding of the last block's bits.
    for place in 10..<packed.count where place != 21 {
      var damaged = packed
      damaged[place] ^= 0x10
      #expect(throws: Zlib.GzipFailure.damaged) { try Zlib.gunzip(damaged, limit: 100) }
    }
  }
}
