internal import CZlib

/// What is wanted of zlib: raw inflation to a known size, gzip files, and the CRC-32.
package enum Zlib {
  /// zlib counts in 32 bits; larger buffers are handed over piece by piece.
  private static let largestPiece = 1 << 30

  /// Inflates a raw deflate stream that must end exactly after `count` bytes; nil when it does not.
  static func inflate(_ compressed: [UInt8], count: Int) -> [UInt8]? {
    var stream = z_stream()
    // Negative window bits: no zlib header, as ZIP stores it.
    guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    // One byte more than promised, so that a stream that goes on is noticed, and so that the buffer is never empty.
    var output = [UInt8](repeating: 0, count: count + 1)
    var input = compressed
    let produced = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in run(&stream, input, output) }
    }
    guard produced == count else { return nil }
    output.removeLast()
    return output
  }

  /// The bytes written when the stream has ended, nil when it is broken or does not end.
  private static func run(
    _ stream: inout z_stream, _ input: UnsafeMutableBufferPointer<UInt8>, _ output: UnsafeMutableBufferPointer<UInt8>
  ) -> Int? {
    var consumed = 0
    var produced = 0
    while true {
      let inputPiece = min(input.count - consumed, largestPiece)
      let outputPiece = min(output.count - produced, largestPiece)
      stream.next_in = input.baseAddress.map { $0 + consumed }
      stream.avail_in = UInt32(inputPiece)
      stream.next_out = output.baseAddress.map { $0 + produced }
      stream.avail_out = UInt32(outputPiece)
      let status = CZlib.inflate(&stream, Z_NO_FLUSH)
      let taken = inputPiece - Int(stream.avail_in)
      let given = outputPiece - Int(stream.avail_out)
      consumed += taken
      produced += given
      if status == Z_STREAM_END { return produced }
      // Without progress there never will be any: the input ended early or the output is full.
      guard status == Z_OK, taken > 0 || given > 0 else { return nil }
    }
  }

  /// Why a gzip file was not unpacked.
  package enum GzipFailure: Error { case damaged, tooLarge }

  /// Unpacks a gzip file, of one member or several (RFC 1952), whose checksums are verified.
  ///
  /// `limit` is how many bytes the content may have at most, `prefix` how many of them are wanted; nil for all. What
  /// is not wanted is neither unpacked nor checked, and the content may be shorter than what is.
  package static func gunzip(_ packed: [UInt8], limit: Int, prefix: Int? = nil) throws(GzipFailure) -> [UInt8] {
    var stream = z_stream()
    // 16 above the window bits: a gzip header and trailer.
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .damaged
    }
    defer { inflateEnd(&stream) }
    var input = packed
    var output: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 18)
    let failure: GzipFailure? = input.withUnsafeMutableBufferPointer { input in
      block.withUnsafeMutableBufferPointer { block in
        unpack(&stream, input, through: block, limit: limit, prefix: prefix ?? .max, into: &output)
      }
    }
    if let failure { throw failure }
    if let prefix { output.removeLast(max(output.count - prefix, 0)) }
    return output
  }

  private static func unpack(
    _ stream: inout z_stream, _ input: UnsafeMutableBufferPointer<UInt8>,
    through block: UnsafeMutableBufferPointer<UInt8>, limit: Int, prefix: Int, into output: inout [UInt8]
  ) -> GzipFailure? {
    var consumed = 0
    while output.count < prefix {
      let piece = min(input.count - consumed, largestPiece)
      stream.next_in = input.baseAddress.map { $0 + consumed }
      stream.avail_in = UInt32(piece)
      stream.next_out = block.baseAddress
      stream.avail_out = UInt32(block.count)
      let status = CZlib.inflate(&stream, Z_NO_FLUSH)
      let taken = piece - Int(stream.avail_in)
      let given = block.count - Int(stream.avail_out)
      consumed += taken
      guard given <= limit - output.count else { return .tooLarge }
      output.append(contentsOf: block[..<given])
      if status == Z_STREAM_END {
        // Zeros may follow as padding; another member begins with its mark.
        guard consumed < input.count, input[consumed] == 0x1F else { return nil }
        guard inflateReset(&stream) == Z_OK else { return .damaged }
      } else if status != Z_OK || taken == 0 && given == 0 {
        return .damaged
      }
    }
    return nil
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var checksum = crc32(0, nil, 0)
    bytes.withUnsafeBufferPointer { buffer in
      for start in stride(from: 0, to: buffer.count, by: largestPiece) {
        let count = min(buffer.count - start, largestPiece)
        checksum = crc32(checksum, buffer.baseAddress.map { $0 + start }, UInt32(count))
      }
    }
    return UInt32(truncatingIfNeeded: checksum)
  }
}
