/// 16-bit floating-point numbers widened to `Float`; `Float16` does not exist on every platform.
enum HalfPrecision {
  /// IEEE 754 binary16: 1 sign bit, 5 exponent bits, 10 fraction bits.
  static func float(binary16 bits: UInt16) -> Float {
    let sign: Float = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10) & 0x1F
    let fraction = Float(bits & 0x3FF)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return Float(sign: sign < 0 ? .minus : .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
    }
  }

  /// bfloat16 is the upper half of a `Float`.
  static func float(bfloat16 bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }
}
