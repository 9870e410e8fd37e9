/// How far apart neighbouring pixels lie, in millimetres.
public struct PixelSpacing: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Between one row and the next.
  public let row: Double
  /// Between one column and the next.
  public let column: Double

  public init(row: Double, column: Double) { (self.row, self.column) = (row, column) }

  /// Pixels as the unit of length.
  package static let pixels = PixelSpacing(row: 1, column: 1)

  /// Whether distances can be measured with it: both lengths are from a nanometre to a kilometre.
  public var isMeasurable: Bool { [row, column].allSatisfy { (1e-6...1e6).contains($0) } }

  /// "0.5 × 0.7 mm (row, column)".
  public var description: String { "\(Self.text(row)) × \(Self.text(column)) mm (row, column)" }

  /// Four significant digits are more than any scanner's precision.
  static func text(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return "\(value)" }
    var unit = 1.0
    while value * unit < 1000, unit < 1e9 { unit *= 10 }
    let rounded = (value * unit).rounded() / unit
    return rounded == rounded.rounded() && rounded < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }
}
