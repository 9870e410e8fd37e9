/// A rectangle of pixels: column and row of its upper left corner, width and height.
public struct PixelBox: Sendable, Hashable, CustomStringConvertible {
  public let x: Int
  public let y: Int
  public let width: Int
  public let height: Int

  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The box of the given size in the middle; an odd remainder leaves the extra row or column at the end.
  public init(centredWidth width: Int, height: Int, inWidth outerWidth: Int, height outerHeight: Int) {
    self.init(x: (outerWidth - width) / 2, y: (outerHeight - height) / 2, width: width, height: height)
  }

  /// Whether the box is not empty and lies inside an image of the given size; safe for any numbers.
  public func fits(width outerWidth: Int, height outerHeight: Int) -> Bool {
    x >= 0 && y >= 0 && width > 0 && height > 0 && x <= outerWidth && y <= outerHeight && width <= outerWidth - x
      && height <= outerHeight - y
  }

  /// "columns 18..<978, rows 0..<960".
  public var description: String { "columns \(x)..<\(x + width), rows \(y)..<\(y + height)" }
}
