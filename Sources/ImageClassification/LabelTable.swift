internal import Foundation
internal import Images

/// The labels of images in a table: a line of column names, `file`, `label` and perhaps `subject`, then a line an image.
///
/// Fields stand between commas, semicolons or tabs, whichever the first line has, and may be quoted (RFC 4180). Files are
/// named from the table's folder and lie in it or below.
struct LabelTable {
  private static let largest = 64 << 20

  let images: [UnsortedImage]

  init(contentsOf path: String, root: String) throws(ImageError) {
    let rows = try SeparatedValues(Self.text(path), source: path).rows
    guard let header = rows.first else { throw ImageError("the table is empty", in: path, hint: Self.form) }
    let columns = header.fields.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
    guard let file = columns.firstIndex(of: "file"), let label = columns.firstIndex(of: "label") else {
      throw ImageError(
        "the first line names the columns \(columns.joined(separator: ", ")), not file and label", in: path,
        hint: Self.form)
    }
    let subject = columns.firstIndex(of: "subject")
    var images: [UnsortedImage] = []
    for row in rows.dropFirst() {
      guard row.fields.count == columns.count else {
        throw ImageError(
          "line \(row.line) has \(row.fields.count) fields, the first line \(columns.count)", in: path,
          hint: "quote fields that hold a separator")
      }
      let name = row.fields[file].trimmingCharacters(in: .whitespaces)
      images.append(
        UnsortedImage(
          id: name, path: try Self.file(name, in: root, line: row.line, table: path),
          label: row.fields[label].trimmingCharacters(in: .whitespaces),
          subject: subject.flatMap { Int(row.fields[$0].trimmingCharacters(in: .whitespaces)) }, line: row.line))
    }
    guard !images.isEmpty else { throw ImageError("the table lists no images", in: path, hint: Self.form) }
    self.images = images
  }

  private static let form = "write 'file,label' and then a line for each image, such as 'cats/1.png,cat'"

  private static func text(_ path: String) throws(ImageError) -> String {
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
    guard let size, size <= largest, let data = FileManager.default.contents(atPath: path) else {
      throw ImageError("the table cannot be read", in: path, hint: "check the path and its permissions")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw ImageError("the table is not text in UTF-8", in: path, hint: "save it as CSV in UTF-8")
    }
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }

  /// Only files beside the table: a run records them by their paths from there.
  private static func file(_ name: String, in root: String, line: Int, table: String) throws(ImageError) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, !name.hasPrefix("/"), !parts.contains("..") else {
      throw ImageError(
        "line \(line): '\(name)' is no file beside the table", in: table,
        hint: "name files from the table's folder, in it or below")
    }
    let path = "\(root)/\(name)"
    guard FileManager.default.fileExists(atPath: path), !FolderListing.isFolder(path) else {
      throw ImageError(
        "line \(line): there is no file '\(name)'", in: table, hint: "files are named from the table's folder")
    }
    return path
  }
}
