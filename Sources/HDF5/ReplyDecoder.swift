/// Decodes a reply of the reader process; trusts no length in it, because the library may have damaged that process.
struct ReplyDecoder {
  /// The reply ends too early or makes no sense.
  struct Garbled: Error {}

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private mutating func take(_ count: Int) throws(Garbled) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - position else { throw Garbled() }
    defer { position += count }
    return bytes[position..<position + count]
  }

  private mutating func integer<Value: FixedWidthInteger>(_: Value.Type) throws(Garbled) -> Value {
    let raw = Array(try take(MemoryLayout<Value>.size))
    return raw.withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
  }

  mutating func byte() throws(Garbled) -> UInt8 { try integer(UInt8.self) }
  mutating func flag() throws(Garbled) -> Bool { try byte() != 0 }
  mutating func number32() throws(Garbled) -> Int { Int(try integer(UInt32.self)) }

  /// A count that must be held in memory, so never beyond what `Int` can say.
  mutating func count() throws(Garbled) -> Int {
    guard let value = Int(exactly: try integer(UInt64.self)) else { throw Garbled() }
    return value
  }

  /// An extent as stored; those beyond `Int` are forged, and shown as the largest.
  mutating func extent() throws(Garbled) -> Int { Int(clamping: try integer(UInt64.self)) }

  /// Nil for "without limit".
  mutating func maximum() throws(Garbled) -> Int? {
    let value = try integer(UInt64.self)
    return value == .max ? nil : Int(clamping: value)
  }

  mutating func text() throws(Garbled) -> String { String(decoding: try take(try count()), as: UTF8.self) }

  mutating func double() throws(Garbled) -> Double { Double(bitPattern: try integer(UInt64.self)) }

  mutating func list<Element>(
    _ count: Int, of element: (inout ReplyDecoder) throws(Garbled) -> Element
  ) throws(Garbled) -> [Element] {
    // Every element takes at least a byte, so a forged count cannot make the loop long.
    guard count <= bytes.count - position else { throw Garbled() }
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try element(&self)) }
    return elements
  }
}
