/// Unsigned integer fields at given offsets of some bytes; nil wherever a field would reach outside.
package struct BinaryFields {
  package enum ByteOrder: Sendable { case little, big }

  package let bytes: [UInt8]
  package let order: ByteOrder

  package init(_ bytes: [UInt8], order: ByteOrder) {
    self.bytes = bytes
    self.order = order
  }

  package func uint16(at offset: Int) -> UInt16? { field(at: offset, size: 2).map { UInt16(truncatingIfNeeded: $0) } }
  package func uint32(at offset: Int) -> UInt32? { field(at: offset, size: 4).map { UInt32(truncatingIfNeeded: $0) } }
  package func uint64(at offset: Int) -> UInt64? { field(at: offset, size: 8) }

  private func field(at offset: Int, size: Int) -> UInt64? {
    guard offset >= 0, offset <= bytes.count - size else { return nil }
    var value: UInt64 = 0
    for index in 0..<size {
      let position = order == .big ? index : size - 1 - index
      value = value << 8 | UInt64(bytes[offset + position])
    }
    return value
  }
}
