internal import CZlib

/// The two things wanted of zlib: raw inflation to a known size, and the CRC-32.
enum Zlib {
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
