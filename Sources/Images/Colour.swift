/// One colour of 8 bits a channel.
public struct Colour: Sendable, Hashable, CustomStringConvertible {
  public let red: UInt8
  public let green: UInt8
  public let blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  public var isGrey: Bool { red == green && green == blue }

  /// "#ff8000".
  public var description: String { "#" + [red, green, blue].map(Self.hexadecimal).joined() }

  private static func hexadecimal(_ value: UInt8) -> String { (value < 16 ? "0" : "") + String(value, radix: 16) }
}

extension Colour {
  /// Reads "#ff8000" or "ff8000".
  public init?(parsing text: String) {
    let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
    guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit), let code = Int(digits, radix: 16) else { return nil }
    self.init(code: code)
  }

  /// From 0xRRGGBB.
  package init(code: Int) {
    self.init(
      red: UInt8(truncatingIfNeeded: code >> 16), green: UInt8(truncatingIfNeeded: code >> 8),
      blue: UInt8(truncatingIfNeeded: code))
  }

  /// As 0xRRGGBB.
  package var code: Int { Int(red) << 16 | Int(green) << 8 | Int(blue) }
}
