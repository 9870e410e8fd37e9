internal import Foundation
internal import Images
internal import Tensors

/// The labels of images in a table: a line of column names, `file`, `label` and perhaps `subject`, then a line an image.
///
/// Files are named from the table's folder and lie in it or below; `SeparatedValues` says how fields are parted.
struct LabelTable {
  let images: [UnsortedImage]

  init(contentsOf path: String, root: String) throws(ImageError) {
    let table: SeparatedValues
    do { table = try SeparatedValues(contentsOf: path, form: Self.form) } catch {
      throw ImageError(error.what, in: error.path, hint: error.hint)
    }
    let columns = table.columns.map { $0.lowercased() }
    guard let file = columns.firstIndex(of: "file"), let label = columns.firstIndex(of: "label") else {
      throw ImageError(
        "the first line names the columns \(columns.joined(separator: ", ")), not file and label", in: path,
        hint: Self.form)
    }
    let subject = columns.firstIndex(of: "subject")
    var images: [UnsortedImage] = []
    for row in table.rows {
      let name = row.fields[file]
      images.append(
        UnsortedImage(
          id: name, path: try Self.file(name, in: root, line: row.line, table: path), label: row.fields[label],
          subject: subject.flatMap { Int(row.fields[$0]) }, line: row.line))
    }
    guard !images.isEmpty else { throw ImageError("the table lists no images", in: path, hint: Self.form) }
    self.images = images
  }

  private static let form = "write 'file,label' and then a line for each image, such as 'cats/1.png,cat'"

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
