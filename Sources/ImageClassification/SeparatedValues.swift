internal import Images

/// Rows of a text of separated values, after RFC 4180; the separator is whichever of comma, semicolon and tab the first
/// line has most.
struct SeparatedValues {
  struct Row {
    let fields: [String]
    /// Where it begins, from 1.
    let line: Int
  }

  let rows: [Row]

  /// - Throws: `ImageError` for a quote that is never closed.
  init(_ text: String, source: String) throws(ImageError) {
    // Scalars, because a carriage return and a line feed are one character to a string.
    let scalars = Array(text.unicodeScalars)
    let separator = Self.separator(scalars.prefix { $0 != "\n" })
    var rows: [Row] = []
    var (fields, field): ([String], String.UnicodeScalarView) = ([], .init())
    var (line, start, opened): (Int, Int, Int?) = (1, 1, nil)
    func end() -> Row? {
      let all = fields + [String(field)]
      return all.allSatisfy { $0.allSatisfy(\.isWhitespace) } ? nil : Row(fields: all, line: start)
    }
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      if scalar == "\n" { line += 1 }
      if opened != nil {
        if scalar != "\"" {
          field.append(scalar)
        } else if index < scalars.count, scalars[index] == "\"" {
          field.append(scalar)
          index += 1
        } else {
          opened = nil
        }
      } else if scalar == "\"", field.isEmpty {
        opened = line
      } else if scalar == separator {
        fields.append(String(field))
        field = .init()
      } else if scalar == "\n" {
        if let row = end() { rows.append(row) }
        (fields, field, start) = ([], .init(), line)
      } else if scalar != "\r" {
        field.append(scalar)
      }
    }
    if let opened {
      throw ImageError(
        "the quote that opens in line \(opened) is never closed", in: source, hint: "close it, or remove it")
    }
    if let row = end() { rows.append(row) }
    self.rows = rows
  }

  private static func separator(_ line: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar {
    let candidates: [Unicode.Scalar] = [",", ";", "\t"]
    let counts = candidates.map { candidate in line.count { $0 == candidate } }
    guard let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) else { return "," }
    return candidates[index]
  }
}
