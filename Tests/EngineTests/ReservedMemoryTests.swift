import CKernels
import Testing

/// The blocks that plans keep their buffers in.
@Suite struct ReservedMemoryTests {
  /// Below, at and above the size from which blocks are mapped on large pages.
  @Test(arguments: [0, 1, 63, 4097, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, 5_000_003])
  func aBlockIsAlignedZeroAndWritableToItsLastByte(bytes: Int) throws {
    let block = try #require(ck_reserve(bytes))
    defer { ck_release(block, bytes) }
    #expect(Int(bitPattern: block) % 64 == 0)
    let content = UnsafeMutableRawBufferPointer(start: block, count: bytes)
    #expect(!content.contains { $0 != 0 })
    if bytes > 0 { content[bytes - 1] = 1 }
    #expect(content.last ?? 1 == 1)
  }

  @Test func whatNoSystemHasIsRefused() {
    #expect(ck_reserve(1 << 60) == nil)
    #expect(ck_reserve(Int.max) == nil)
  }
}
