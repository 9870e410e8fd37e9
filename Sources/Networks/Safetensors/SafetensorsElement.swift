internal import Tensors

/// The element types of the format that become `Float` here.
///
/// Whole numbers beyond 2²⁴ and doubles are rounded to the nearest `Float`.
enum SafetensorsElement: String {
  case f64 = "F64", f32 = "F32", f16 = "F16", bf16 = "BF16"
  case i64 = "I64", i32 = "I32", i16 = "I16", i8 = "I8"
  case u64 = "U64", u32 = "U32", u16 = "U16", u8 = "U8", bool = "BOOL"

  var size: Int {
    switch self {
    case .f64, .i64, .u64: 8
    case .f32, .i32, .u32: 4
    case .f16, .bf16, .i16, .u16: 2
    case .i8, .u8, .bool: 1
    }
  }

  /// The numbers of some little-endian bytes, whose count is a multiple of `size`.
  func scalars(_ bytes: [UInt8]) -> [Float] {
    switch self {
    case .f64: map(bytes, UInt64.self) { Float(Double(bitPattern: $0)) }
    case .f32: map(bytes, UInt32.self) { Float(bitPattern: $0) }
    case .f16: map(bytes, UInt16.self) { HalfPrecision.float($0) }
    case .bf16: map(bytes, UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .i64: map(bytes, UInt64.self) { Float(Int64(bitPattern: $0)) }
    case .i32: map(bytes, UInt32.self) { Float(Int32(bitPattern: $0)) }
    case .i16: map(bytes, UInt16.self) { Float(Int16(bitPattern: $0)) }
    case .i8: map(bytes, UInt8.self) { Float(Int8(bitPattern: $0)) }
    case .u64: map(bytes, UInt64.self) { Float($0) }
    case .u32: map(bytes, UInt32.self) { Float($0) }
    case .u16: map(bytes, UInt16.self) { Float($0) }
    case .u8, .bool: map(bytes, UInt8.self) { Float($0) }
    }
  }

  private func map<Bits: FixedWidthInteger>(
    _ bytes: [UInt8], _ type: Bits.Type, _ number: (Bits) -> Float
  ) -> [Float] {
    bytes.withUnsafeBytes { raw in
      stride(from: 0, to: raw.count, by: size).map { offset in
        number(Bits(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: Bits.self)))
      }
    }
  }
}
