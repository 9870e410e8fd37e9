/// IEEE 754 binary16, which Swift's own `Float16` does not offer on every platform.
package enum HalfPrecision {
  /// The exact `Float` of a binary16 bit pattern; subnormals, infinities and NaN included.
  package static func float(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Zero and subnormals: fraction × 2⁻²⁴ is exact in binary32.
      let magnitude = Float(fraction) * 0x1p-24
      return sign == 0 ? magnitude : -magnitude
    case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// The greatest finite number.
  package static let greatest: Float = 65504

  /// The nearest half-precision number, ties to even; beyond the range, the greatest finite one.
  package static func rounded(_ value: Float) -> Float {
    guard value.isFinite, value != 0 else { return value }
    let exponent = max(Int(value.exponent), -14)
    let step = Float(sign: .plus, exponent: exponent - 10, significand: 1)
    let nearest = (value / step).rounded(.toNearestOrEven) * step
    return min(max(nearest, -greatest), greatest)
  }
}
