/// Reads the central directory of a ZIP archive, with the 64-bit extension where an archive uses it.
///
/// Format: PKWARE APPNOTE.TXT 6.3, sections 4.3.12 to 4.3.16 and 4.5.3. Archives that span several disks, or that
/// have something in front of the first member, are not read.
struct ZipDirectory {
  private static let endSignature: UInt32 = 0x0605_4B50
  private static let locatorSignature: UInt32 = 0x0706_4B50
  private static let end64Signature: UInt32 = 0x0606_4B50
  private static let entrySignature: UInt32 = 0x0201_4B50
  private static let endSize = 22
  private static let entrySize = 46

  private let source: ByteSource

  init(of source: ByteSource) { self.source = source }

  /// The members in the order of the directory.
  func members() throws -> [ZipMember] {
    let extent = try location()
    guard let offset = Int(exactly: extent.offset), let size = Int(exactly: extent.size), offset <= source.count,
      size <= source.count - offset
    else { throw damaged("the directory lies outside the file") }
    // Every entry takes at least its fixed part, so a forged count cannot make the list long.
    guard extent.entries <= UInt64(size / Self.entrySize) else { throw damaged("the number of members is forged") }
    let fields = BinaryFields(try source.bytes(at: offset, count: size), order: .little)
    var members: [ZipMember] = []
    var position = 0
    for _ in 0..<extent.entries {
      let (member, next) = try entry(at: position, in: fields)
      members.append(member)
      position = next
    }
    return members
  }

  private typealias Extent = (offset: UInt64, size: UInt64, entries: UInt64)

  /// Finds the end record, which is last but for a comment of up to 65,535 bytes.
  private func location() throws -> Extent {
    let tailCount = min(source.count, Self.endSize + 0xFFFF)
    let tailOffset = source.count - tailCount
    let tail = BinaryFields(try source.bytes(at: tailOffset, count: tailCount), order: .little)
    for start in stride(from: tailCount - Self.endSize, through: 0, by: -1)
    where tail.uint32(at: start) == Self.endSignature {
      guard let entries = tail.uint16(at: start + 10), let size = tail.uint32(at: start + 12),
        let offset = tail.uint32(at: start + 16)
      else { break }
      let needs64 = entries == 0xFFFF || size == .max || offset == .max
      return needs64
        ? try location64(before: tailOffset + start) : (UInt64(offset), UInt64(size), UInt64(entries))
    }
    throw NPYError(
      source.count == 0 ? "the file is empty" : "not an NPZ file (a ZIP archive has an end record; this has none)",
      in: source.name, hint: "the file may be cut short: write it again with numpy.savez")
  }

  private func location64(before end: Int) throws -> Extent {
    guard end >= 20 else { throw damaged("the 64-bit end record is missing") }
    let locator = BinaryFields(try source.bytes(at: end - 20, count: 20), order: .little)
    guard locator.uint32(at: 0) == Self.locatorSignature, let place = locator.uint64(at: 8),
      let offset = Int(exactly: place), offset <= source.count - 56
    else { throw damaged("the 64-bit end record is missing") }
    let record = BinaryFields(try source.bytes(at: offset, count: 56), order: .little)
    guard record.uint32(at: 0) == Self.end64Signature, let entries = record.uint64(at: 32),
      let size = record.uint64(at: 40), let start = record.uint64(at: 48)
    else { throw damaged("the 64-bit end record is damaged") }
    return (start, size, entries)
  }

  private func entry(at position: Int, in fields: BinaryFields) throws -> (ZipMember, next: Int) {
    guard fields.uint32(at: position) == Self.entrySignature, let flags = fields.uint16(at: position + 8),
      let method = fields.uint16(at: position + 10), let checksum = fields.uint32(at: position + 16),
      let compressed = fields.uint32(at: position + 20), let count = fields.uint32(at: position + 24),
      let nameCount = fields.uint16(at: position + 28), let extraCount = fields.uint16(at: position + 30),
      let commentCount = fields.uint16(at: position + 32), let offset = fields.uint32(at: position + 42)
    else { throw damaged("a directory entry is cut short") }
    let nameStart = position + Self.entrySize
    let extraStart = nameStart + Int(nameCount)
    let next = extraStart + Int(extraCount) + Int(commentCount)
    guard next <= fields.bytes.count else { throw damaged("a directory entry is cut short") }

    let extra = BinaryFields(Array(fields.bytes[extraStart..<extraStart + Int(extraCount)]), order: .little)
    var wide = ZipWideSizes(extra: extra)
    guard let count = wide.resolving(count), let compressed = wide.resolving(compressed),
      let offset = wide.resolving(offset)
    else { throw damaged("the sizes of a member are missing or absurd") }
    let member = ZipMember(
      name: String(decoding: fields.bytes[nameStart..<extraStart], as: UTF8.self), method: Self.method(method),
      isEncrypted: flags & 1 != 0, checksum: checksum, compressedCount: compressed, count: count, offset: offset)
    return (member, next)
  }

  private static func method(_ code: UInt16) -> ZipMember.Method {
    switch code {
    case 0: .stored
    case 8: .deflated
    default: .other(code)
    }
  }

  private func damaged(_ what: String) -> NPYError {
    NPYError("the ZIP archive is damaged: \(what)", in: source.name, hint: "write it again with numpy.savez")
  }
}

/// The 64-bit values of an entry's extra field 0x0001, which stand there only for fields that say 0xFFFFFFFF, in order.
private struct ZipWideSizes {
  private let extra: BinaryFields
  private var position: Int
  private let end: Int

  init(extra: BinaryFields) {
    self.extra = extra
    var start = 0
    while let tag = extra.uint16(at: start), let size = extra.uint16(at: start + 2) {
      if tag == 1 {
        (position, end) = (start + 4, min(start + 4 + Int(size), extra.bytes.count))
        return
      }
      start += 4 + Int(size)
    }
    (position, end) = (0, 0)
  }

  mutating func resolving(_ narrow: UInt32) -> Int? {
    guard narrow == .max else { return Int(narrow) }
    guard position + 8 <= end, let wide = extra.uint64(at: position) else { return nil }
    position += 8
    return Int(exactly: wide)
  }
}
