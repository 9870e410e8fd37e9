internal import Foundation
public import Images
public import Radar

/// Images with their classes: one folder for each class, or a table of labels beside the images.
///
/// | given | classes | sample ids |
/// |---|---|---|
/// | a folder of folders of `.png`, `.jpg`, `.tif`, `.dcm`, `.npy` (see `fileExtensions`) | the folders' names | `Class/file.png` |
/// | a `.csv` with the columns `file`, `label` and perhaps `subject` | the labels | the column `file` |
/// | a folder with such a `.csv` and no class folders | the labels | the column `file` |
///
/// Nothing is read but names and the table. Order is natural (`take_2` before `take_10`); names that begin with a dot are
/// left alone.
public struct LabelledImageFolder: Equatable, Sendable {
  public static let fileExtensions = ImageFormat.fileExtensions.union(["npy"])

  /// The folder that the images lie in.
  public let path: String
  /// In the order of the model's outputs; some may be without images where the model's classes were given.
  public let classes: [ImageClass]
  /// The table that the labels are from.
  public let table: String?
  /// Files that are images of a kind that is not read, or something else, relative to the folder.
  public let leftOut: [String]

  /// Lists a folder or reads a table.
  ///
  /// - Parameters:
  ///   - path: the folder, or the table.
  ///   - classNames: the classes in the order of the model's outputs; nil for all there are, in natural order.
  ///   - only: the classes that are wanted; folders and labels of others are then passed over. Nil for all.
  /// - Throws: `ImageError` when there are no labelled images, when a folder or label is none of the model's classes, or
  ///   when the table cannot be read.
  public init(path: String, classNames: [String]? = nil, only: Set<String>? = nil) throws(ImageError) {
    let found = try Self.found(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)
    let sorter = ClassSorter(place: path, isTable: found.table != nil, classNames: classNames, only: only)
    self.path = found.root
    table = found.table
    leftOut = found.leftOut
    classes = try sorter.classes(found.images)
  }

  /// Every image, class after class.
  public var images: [LabelledImage] { classes.flatMap(\.images) }

  /// The selected images, class after class.
  ///
  /// - Throws: `RadarError` when nothing is selected, saying what there is, or when the images do not tell what is asked
  ///   for.
  public func images(_ selection: SampleSelection) throws(RadarError) -> [LabelledImage] {
    try selection.chosen(from: classes.map { (name: $0.name, samples: $0.images) }, in: path)
  }

  private typealias Found = (root: String, table: String?, images: [UnsortedImage], leftOut: [String])

  private static func found(_ path: String) throws(ImageError) -> Found {
    guard FolderListing.isFolder(path) else {
      guard FileManager.default.fileExists(atPath: path) else {
        throw ImageError("there is no such folder", in: path, hint: "check the path")
      }
      guard path.lowercased().hasSuffix(".csv") else {
        throw ImageError(
          "this is one file", in: path, hint: "give the folder of the images, or a table of labels (.csv)")
      }
      return try labelled(by: path, root: URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }
    let names = try FolderListing.names(in: path)
    let folders = names.filter { FolderListing.isFolder("\(path)/\($0)") }
    var (images, leftOut): ([UnsortedImage], [String]) = ([], [])
    for folder in folders {
      let (files, others) = try FolderListing.images(in: "\(path)/\(folder)")
      images += files.map { UnsortedImage(id: "\(folder)/\($0)", path: "\(path)/\(folder)/\($0)", label: folder) }
      leftOut += others.map { "\(folder)/\($0)" }
    }
    if !images.isEmpty { return (path, nil, images, leftOut) }
    let tables = names.filter { $0.lowercased().hasSuffix(".csv") }
    guard tables.count == 1 else {
      throw ImageError(
        tables.isEmpty
          ? "there are no images (PNG, JPEG, TIFF, DICOM, NPY) in class folders"
          : "there are several tables: \(tables.joined(separator: ", "))", in: path,
        hint: "give a folder that has one folder for each class, or a table with the columns file and label (.csv)")
    }
    return try labelled(by: "\(path)/\(tables[0])", root: path)
  }

  private static func labelled(by table: String, root: String) throws(ImageError) -> Found {
    (root, table, try LabelTable(contentsOf: table, root: root).images, [])
  }
}

/// An image with its label as written, before it is known which of the model's outputs that is.
struct UnsortedImage {
  let id: String
  let path: String
  let label: String
  var subject: Int?
  /// Where the label stands, for messages; nil for a folder's name.
  var line: Int?
}

/// Names in folders.
enum FolderListing {
  static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }

  /// The visible names in natural order.
  static func names(in folder: String) throws(ImageError) -> [String] {
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      return names.filter { !$0.hasPrefix(".") }.sorted(by: NaturalOrder.precedes)
    } catch {
      throw ImageError("the folder cannot be listed", in: folder, hint: "check its permissions")
    }
  }

  /// The files that are images by their names, and the others.
  static func images(in folder: String) throws(ImageError) -> (images: [String], others: [String]) {
    let files = try names(in: folder).filter { !isFolder("\(folder)/\($0)") }
    let isImage = { (name: String) in
      LabelledImageFolder.fileExtensions.contains(URL(fileURLWithPath: name).pathExtension.lowercased())
    }
    return (files.filter(isImage), files.filter { !isImage($0) })
  }
}
