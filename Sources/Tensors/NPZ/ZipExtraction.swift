/// Takes one member out of a ZIP archive and verifies its length and checksum.
struct ZipExtraction {
  /// Deflate cannot compress better than this: 258 bytes in two bits (RFC 1951), so a larger claim is forged.
  private static let bestRatio = 1032
  private static let localSignature: UInt32 = 0x0403_4B50
  private static let localSize = 30

  let source: ByteSource
  let member: ZipMember

  func bytes() throws -> [UInt8] {
    guard !member.isEncrypted else { throw failure("it is encrypted", hint: "save the archive without a password") }
    let offset = try dataOffset()
    let bytes: [UInt8]
    switch member.method {
    case .stored:
      guard member.count == member.compressedCount else { throw damaged("its two sizes differ") }
      bytes = try source.bytes(at: offset, count: member.count)
    case .deflated:
      let (limit, overflow) = member.compressedCount.multipliedReportingOverflow(by: Self.bestRatio)
      guard overflow || member.count <= limit else { throw damaged("its size is forged") }
      let compressed = try source.bytes(at: offset, count: member.compressedCount)
      guard let inflated = Zlib.inflate(compressed, count: member.count) else {
        throw damaged("it cannot be decompressed to the size it claims")
      }
      bytes = inflated
    case .other(let code):
      throw failure(
        "it uses compression method \(code)", hint: "use numpy.savez or numpy.savez_compressed (stored or deflated)")
    }
    guard Zlib.checksum(bytes) == member.checksum else { throw damaged("its checksum does not match") }
    return bytes
  }

  /// The local header repeats the name and may have other extra fields than the directory: only it says where data begin.
  private func dataOffset() throws -> Int {
    let header = BinaryFields(try source.bytes(at: member.offset, count: Self.localSize), order: .little)
    guard header.uint32(at: 0) == Self.localSignature, let name = header.uint16(at: 26),
      let extra = header.uint16(at: 28)
    else { throw damaged("its header is not where the directory says") }
    // The source has just shown that offset + 30 lies inside the file, so this cannot overflow.
    return member.offset + Self.localSize + Int(name) + Int(extra)
  }

  private func damaged(_ what: String) -> NPYError { failure(what, hint: "the archive is damaged: write it again") }

  private func failure(_ what: String, hint: String) -> NPYError {
    NPYError("the member cannot be read: \(what)", in: "\(source.name):\(member.name)", hint: hint)
  }
}
