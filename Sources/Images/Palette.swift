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

/// The colours of an indexed image.
public struct Palette: Sendable, Hashable {
  public let colours: [Colour]
  /// One per colour, 255 is opaque.
  public let alphas: [UInt8]

  public init(colours: [Colour], alphas: [UInt8]? = nil) {
    precondition(colours.count <= 256, "Palette: \(colours.count) colours, at most 256 fit")
    precondition(alphas == nil || alphas?.count == colours.count, "Palette: one alpha per colour is wanted")
    self.colours = colours
    self.alphas = alphas ?? [UInt8](repeating: 255, count: colours.count)
  }

  public var isOpaque: Bool { alphas.allSatisfy { $0 == 255 } }
}
