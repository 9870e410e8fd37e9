/// Comma-separated values as RFC 4180 has them: CRLF lines, fields quoted where needed, numbers in full precision.
public struct CSVTable {
  public enum Field: Sendable {
    case text(String)
    case number(Double?)
    case integer(Int?)
    case flag(Bool?)
  }

  /// One line with its line end.
  public static func line(_ fields: [Field]) -> String { fields.map(rendered).joined(separator: ",") + "\r\n" }

  public static func header(_ names: [String]) -> String { line(names.map { .text($0) }) }

  /// Missing numbers and those that are not finite leave the field empty.
  private static func rendered(_ field: Field) -> String {
    switch field {
    case .text(let text): quoted(text)
    case .number(let number): number.flatMap { $0.isFinite ? "\($0)" : nil } ?? ""
    case .integer(let number): number.map { "\($0)" } ?? ""
    case .flag(let flag): flag.map { $0 ? "true" : "false" } ?? ""
    }
  }

  /// Quotes what needs it.
  ///
  /// Text that a spreadsheet would run as a formula gets an apostrophe in front: file names come from strangers.
  private static func quoted(_ text: String) -> String {
    let harmless = text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
    guard harmless.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return harmless }
    return "\"" + harmless.replacing("\"", with: "\"\"") + "\""
  }
}
