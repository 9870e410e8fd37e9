import Foundation

/// An 8-bit sRGB colour.
public struct RGB: Sendable, Hashable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8

  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The nearest colour a screen can show.
  public init(_ colour: OKLab) {
    let linear = colour.linearRGB
    self.init(RGB.encoded(linear.x), RGB.encoded(linear.y), RGB.encoded(linear.z))
  }

  public var linear: SIMD3<Double> { SIMD3(RGB.decoded(red), RGB.decoded(green), RGB.decoded(blue)) }

  /// `#rrggbb`.
  public var hex: String { String(format: "#%02x%02x%02x", Int(red), Int(green), Int(blue)) }

  /// This colour with `other` laid over it; `opacity` 0...1 is that of `other`.
  public func covered(by other: RGB, opacity: Double) -> RGB {
    func mixed(_ below: UInt8, _ above: UInt8) -> UInt8 {
      UInt8(clamping: Int((Double(below) + (Double(above) - Double(below)) * opacity).rounded()))
    }
    return RGB(mixed(red, other.red), mixed(green, other.green), mixed(blue, other.blue))
  }

  /// The contrast ratio of WCAG 2, 1...21.
  public func contrast(with other: RGB) -> Double {
    let (one, two) = (relativeLuminance, other.relativeLuminance)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  private var relativeLuminance: Double {
    let linear = linear
    return 0.2126 * linear.x + 0.7152 * linear.y + 0.0722 * linear.z
  }

  /// The transfer function of sRGB (IEC 61966-2-1), to 8 bits.
  private static func encoded(_ linear: Double) -> UInt8 {
    let value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055
    return UInt8(clamping: Int((min(max(value, 0), 1) * 255).rounded()))
  }

  private static func decoded(_ byte: UInt8) -> Double {
    let value = Double(byte) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}

extension RGB {
  public static let black = RGB(0, 0, 0)
  public static let white = RGB(255, 255, 255)
  /// Where a value is not a number.
  public static let undefined = RGB(128, 128, 128)
}
