/// Turns the stored numbers of an NPY array into `Float` or `Int64`.
enum NPYDecoder {
  /// One `Float` per real number, two (real, imaginary) per complex one, in stored order.
  static func floats(_ bytes: [UInt8], _ element: NPYElement) -> [Float] {
    let order = element.byteOrder
    switch (element.kind, element.size) {
    case (.boolean, _): return convert(bytes, order) { (bits: UInt8) in bits == 0 ? 0 : 1 }
    case (.signed, 1): return convert(bytes, order) { (bits: Int8) in Float(bits) }
    case (.signed, 2): return convert(bytes, order) { (bits: Int16) in Float(bits) }
    case (.signed, 4): return convert(bytes, order) { (bits: Int32) in Float(bits) }
    case (.signed, _): return convert(bytes, order) { (bits: Int64) in Float(bits) }
    case (.unsigned, 1): return convert(bytes, order) { (bits: UInt8) in Float(bits) }
    case (.unsigned, 2): return convert(bytes, order) { (bits: UInt16) in Float(bits) }
    case (.unsigned, 4): return convert(bytes, order) { (bits: UInt32) in Float(bits) }
    case (.unsigned, _): return convert(bytes, order) { (bits: UInt64) in Float(bits) }
    case (.real, 2): return convert(bytes, order) { (bits: UInt16) in HalfPrecision.float(bits) }
    case (.real, 4), (.complex, 8): return convert(bytes, order) { (bits: UInt32) in Float(bitPattern: bits) }
    case (.real, _), (.complex, _): return convert(bytes, order) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
    }
  }

  /// The exact integers in stored order; nil for a real or complex type, or for a number above `Int64.max`.
  static func integers(_ bytes: [UInt8], _ element: NPYElement) -> [Int64]? {
    let order = element.byteOrder
    switch (element.kind, element.size) {
    case (.boolean, _): return convert(bytes, order) { (bits: UInt8) in bits == 0 ? 0 : 1 }
    case (.signed, 1): return convert(bytes, order) { (bits: Int8) in Int64(bits) }
    case (.signed, 2): return convert(bytes, order) { (bits: Int16) in Int64(bits) }
    case (.signed, 4): return convert(bytes, order) { (bits: Int32) in Int64(bits) }
    case (.signed, _): return convert(bytes, order) { (bits: Int64) in bits }
    case (.unsigned, 1): return convert(bytes, order) { (bits: UInt8) in Int64(bits) }
    case (.unsigned, 2): return convert(bytes, order) { (bits: UInt16) in Int64(bits) }
    case (.unsigned, 4): return convert(bytes, order) { (bits: UInt32) in Int64(bits) }
    case (.unsigned, _):
      // Above Int64.max the bit pattern is negative, which no unsigned number can be.
      let values = convert(bytes, order) { (bits: UInt64) in Int64(bitPattern: bits) }
      return values.allSatisfy { $0 >= 0 } ? values : nil
    case (.real, _), (.complex, _): return nil
    }
  }

  /// The same elements in row-major order; `unit` neighbouring scalars (2 for complex) move together.
  static func rowMajor<Scalar>(fromColumnMajor scalars: [Scalar], shape: [Int], unit: Int = 1) -> [Scalar] {
    var strides = [Int](repeating: unit, count: shape.count)
    for axis in shape.indices.dropFirst() { strides[axis] = strides[axis - 1] * shape[axis - 1] }
    var index = [Int](repeating: 0, count: shape.count)
    var source = 0
    var result: [Scalar] = []
    result.reserveCapacity(scalars.count)
    for _ in 0..<shape.product {
      for part in 0..<unit { result.append(scalars[source + part]) }
      for axis in shape.indices.reversed() {
        index[axis] += 1
        source += strides[axis]
        if index[axis] < shape[axis] { break }
        source -= strides[axis] * shape[axis]
        index[axis] = 0
      }
    }
    return result
  }

  private static func convert<Bits: FixedWidthInteger, Value>(
    _ bytes: [UInt8], _ order: NPYElement.ByteOrder, _ value: (Bits) -> Value
  ) -> [Value] {
    let size = MemoryLayout<Bits>.size
    let count = bytes.count / size
    return bytes.withUnsafeBytes { raw in
      [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
        for index in 0..<count {
          let bits = raw.loadUnaligned(fromByteOffset: index * size, as: Bits.self)
          buffer.initializeElement(
            at: index, to: value(order == .little ? Bits(littleEndian: bits) : Bits(bigEndian: bits)))
        }
        initialized = count
      }
    }
  }
}
