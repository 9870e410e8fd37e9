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
/// The first line names the columns; `SeparatedValues` says how fields are parted.
public struct SplitTable: Sendable, Hashable {
  public struct Row: Sendable, Hashable {
    public let image: String
    public let mask: String?
    public let split: String?
    public let subject: String?
  }

  public let path: String
  public let rows: [Row]

  private static let form = "its first line names the columns: file,split"
  private static let aliases: [String: String] = [
    "image": "image", "file": "image", "filename": "image", "path": "image", "id": "image", "mask": "mask",
    "label": "mask", "segmentation": "mask", "split": "split", "set": "split", "subset": "split",
    "partition": "split", "fold": "split", "subject": "subject", "patient": "subject", "patient_id": "subject",
    "subject_id": "subject",
  ]

  /// - Throws: `SegmentationError`, with the line of a mistake.
  public init(contentsOf path: String) throws(SegmentationError) {
    try self.init { () throws(FileError) in try SeparatedValues(contentsOf: path, form: Self.form) }
  }

  /// - Throws: as above.
  public init(parsing text: String, path: String) throws(SegmentationError) {
    try self.init { () throws(FileError) in try SeparatedValues(parsing: text, path: path, form: Self.form) }
  }

  private init(_ read: () throws(FileError) -> SeparatedValues) throws(SegmentationError) {
    let table: SeparatedValues
    do { table = try read() } catch { throw SegmentationError(error.what, in: error.path, hint: error.hint) }
    path = table.path
    let names = table.columns.map { Self.aliases[$0.lowercased()] }
    guard let image = names.firstIndex(of: "image"), names.contains("split") || names.contains("mask") else {
      throw SegmentationError(
        "the columns are \(ValueList(table.columns)), but one must name the images and one the split or the mask",
        in: path, hint: "name them file,split or image,mask,split,subject")
    }
    if let row = table.rows.first(where: { $0.fields[image].isEmpty }) {
      throw SegmentationError(
        "line \(row.line) names no image", in: path, hint: "fill the column '\(table.columns[image])'")
    }
    rows = table.rows.map { row in
      func field(_ name: String) -> String? {
        names.firstIndex(of: name).map { row.fields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
      }
      return Row(
        image: row.fields[image], mask: field("mask"), split: field("split"), subject: field("subject"))
    }
  }
}
