internal import Foundation
internal import Tensors

/// A CSV file that says which image belongs to which part of the data, and perhaps which mask and which subject.
///
/// | column | also called | meaning |
/// |---|---|---|
/// | image | file, filename, path | an image: its path below the folder, its file name, or its id |
/// | id | | the sample's id |
/// | mask | label, segmentation | its mask, a path below the folder |
/// | split | set, subset, partition, fold | train, val, test, or any other name |
/// | subject | patient, patient_id, subject_id | whom it shows |
///
/// The first line names the columns; fields are separated by commas or semicolons and may stand in double quotes
/// (RFC 4180).
public struct SplitTable: Sendable, Hashable {
  public struct Row: Sendable, Hashable {
    public let image: String
    public let mask: String?
    public let split: String?
    public let subject: String?
  }

  public let path: String
  public let rows: [Row]

  private static let largest = 64 << 20
  private static let aliases: [String: String] = [
    "image": "image", "file": "image", "filename": "image", "path": "image", "id": "image", "mask": "mask",
    "label": "mask", "segmentation": "mask", "split": "split", "set": "split", "subset": "split",
    "partition": "split", "fold": "split", "subject": "subject", "patient": "subject", "patient_id": "subject",
    "subject_id": "subject",
  ]

  /// - Throws: `FileError` or `SegmentationError`.
  public init(contentsOf path: String) throws {
    let source = try ByteSource(contentsOf: path)
    guard source.count <= Self.largest, let text = String(validating: try source.bytes(), as: UTF8.self) else {
      throw SegmentationError("this is no CSV text", in: path, hint: "save the table as CSV in UTF-8")
    }
    try self.init(parsing: text, path: path)
  }

  public init(parsing text: String, path: String) throws(SegmentationError) {
    self.path = path
    let lines = CSVLines.fields(of: text)
    guard let header = lines.first else {
      throw SegmentationError("the table is empty", in: path, hint: "its first line names the columns: file,split")
    }
    let names = header.map { Self.aliases[$0.trimmingCharacters(in: .whitespaces).lowercased()] }
    guard let image = names.firstIndex(of: "image"), names.contains("split") || names.contains("mask") else {
      throw SegmentationError(
        "the columns are \(ValueList(header)), but one must name the images and one the split or the mask", in: path,
        hint: "name them file,split or image,mask,split,subject")
    }
    var rows: [Row] = []
    for (number, fields) in lines.enumerated().dropFirst() {
      guard fields.count == header.count, !fields[image].isEmpty else {
        throw SegmentationError(
          "line \(number + 1) has \(fields.count) fields of \(header.count), or names no image", in: path,
          hint: "every line needs as many fields as the first")
      }
      func field(_ name: String) -> String? {
        names.firstIndex(of: name).map { fields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
      }
      rows.append(Row(image: fields[image], mask: field("mask"), split: field("split"), subject: field("subject")))
    }
    self.rows = rows
  }
}

/// Lines of a CSV text as fields.
enum CSVLines {
  static func fields(of text: String) -> [[String]] {
    let characters = Array(text.unicodeScalars)
    let first = characters.prefix { $0 != "\n" }
    let separator: Unicode.Scalar = first.contains(",") || !first.contains(";") ? "," : ";"
    var lines: [[String]] = []
    var (line, field, isQuoted) = ([String](), String.UnicodeScalarView(), false)
    func isBlank(_ line: [String]) -> Bool { line.allSatisfy { $0.trimmingCharacters(in: .whitespaces).isEmpty } }
    func endField() {
      line.append(isQuoted ? String(field) : String(field).trimmingCharacters(in: .whitespaces))
      (field, isQuoted) = (.init(), false)
    }
    var position = characters.first == "\u{FEFF}" ? 1 : 0
    var isInside = false
    while position < characters.count {
      let character = characters[position]
      if isInside {
        if character == "\"", position + 1 < characters.count, characters[position + 1] == "\"" {
          field.append("\"")
          position += 1
        } else if character == "\"" {
          isInside = false
        } else {
          field.append(character)
        }
      } else if character == "\"", String(field).trimmingCharacters(in: .whitespaces).isEmpty {
        (isInside, isQuoted, field) = (true, true, .init())
      } else if character == separator {
        endField()
      } else if character == "\n" {
        endField()
        if !isBlank(line) { lines.append(line) }
        line = []
      } else if character != "\r" {
        field.append(character)
      }
      position += 1
    }
    endField()
    if !isBlank(line) { lines.append(line) }
    return lines
  }
}
