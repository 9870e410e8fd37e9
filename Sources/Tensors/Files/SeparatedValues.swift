/// A table as text: a line of column names, then lines of as many fields (RFC 4180).
///
/// Fields stand between commas, semicolons or tabs, whichever the first line has most of. A field in double quotes stands
/// as it is and may hold separators, line ends and quotes written twice; others lose the spaces around them. Lines with
/// nothing in them are passed over.
package struct SeparatedValues: Sendable {
  package struct Row: Sendable, Hashable {
    package let fields: [String]
    /// Where it begins in the text, from 1.
    package let line: Int
  }

  package let path: String
  /// The names in the first line, as written.
  package let columns: [String]
  /// The other lines, each with a field for every column.
  package let rows: [Row]

  private static let largest = 64 << 20

  /// Reads a file of up to 64 MiB.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - form: what to write instead of an empty table: "its first line names the columns: file,split".
  /// - Throws: `FileError` for a file that cannot be read or is no text in UTF-8, and as below.
  package init(contentsOf path: String, form: String) throws(FileError) {
    let source = try ByteSource(contentsOf: path)
    guard source.count <= Self.largest else {
      throw FileError("the table has more than 64 MiB", path: path, hint: "leave out what is not needed, or split it")
    }
    guard let text = String(validating: try source.bytes(), as: UTF8.self) else {
      throw FileError("the table is not text in UTF-8", path: path, hint: "save it as CSV in UTF-8")
    }
    try self.init(parsing: text, path: path, form: form)
  }

  /// - Throws: `FileError` with the line: for a table without lines, a quote that is never closed, a line with more or
  ///   fewer fields than the first.
  package init(parsing text: String, path: String, form: String) throws(FileError) {
    var lines = SeparatedLines(text, path: path)
    guard let first = try lines.next() else { throw FileError("the table is empty", path: path, hint: form) }
    var rows: [Row] = []
    while let row = try lines.next() {
      guard row.fields.count == first.fields.count else {
        throw FileError(
          "line \(row.line) has \(row.fields.count) fields, the first line \(first.fields.count)", path: path,
          hint: "quote fields that hold a separator")
      }
      rows.append(row)
    }
    (self.path, columns, self.rows) = (path, first.fields, rows)
  }
}

/// Takes lines with something in them off a text, one after another.
private struct SeparatedLines {
  private let path: String
  /// Scalars, because a carriage return and a line feed are one character to a string.
  private let scalars: [Unicode.Scalar]
  private let separator: Unicode.Scalar
  private var index: Int
  private var line = 1

  init(_ text: String, path: String) {
    self.path = path
    scalars = Array(text.unicodeScalars)
    index = scalars.first == "\u{FEFF}" ? 1 : 0
    separator = Self.separator(scalars.prefix { $0 != "\n" })
  }

  private static func separator(_ line: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar {
    let candidates: [Unicode.Scalar] = [",", ";", "\t"]
    let counts = candidates.map { candidate in line.count { $0 == candidate } }
    guard let most = counts.max(), let index = counts.firstIndex(of: most) else { return "," }
    return candidates[index]
  }

  mutating func next() throws(FileError) -> SeparatedValues.Row? {
    while index < scalars.count {
      let start = line
      var fields = [try field()]
      while take(separator) { fields.append(try field()) }
      if take("\n") { line += 1 }
      guard fields.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) else {
        return SeparatedValues.Row(fields: fields, line: start)
      }
    }
    return nil
  }

  /// Up to the next separator or line end, which stays.
  private mutating func field() throws(FileError) -> String {
    while index < scalars.count, isSpace(scalars[index]) { index += 1 }
    guard take("\"") else { return plain() }
    let quoted = try quoted()
    return quoted + plain()
  }

  private mutating func plain() -> String {
    let start = index
    while index < scalars.count, scalars[index] != separator, scalars[index] != "\n" { index += 1 }
    var field = scalars[start..<index]
    while let last = field.last, isSpace(last) { field.removeLast() }
    return text(field)
  }

  /// The rest of a field whose quote has been opened, with the quote that closes it.
  private mutating func quoted() throws(FileError) -> String {
    let opened = line
    var field: [Unicode.Scalar] = []
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      if scalar == "\n" { line += 1 }
      if scalar == "\"", !take("\"") { return text(field[...]) }
      field.append(scalar)
    }
    throw FileError(
      "the quote that opens in line \(opened) is never closed", path: path, hint: "close it, or remove it")
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard index < scalars.count, scalars[index] == scalar else { return false }
    index += 1
    return true
  }

  private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar != separator && scalar != "\n" && scalar.properties.isWhitespace
  }

  private func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
