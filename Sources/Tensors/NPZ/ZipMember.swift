/// One file of a ZIP archive, as the central directory describes it.
struct ZipMember: Sendable, Equatable {
  enum Method: Sendable, Equatable { case stored, deflated, other(UInt16) }

  let name: String
  let method: Method
  let isEncrypted: Bool
  let checksum: UInt32
  let compressedCount: Int
  let count: Int
  /// Where the local header begins.
  let offset: Int
}
