import Foundation
import ImageClassification
import Images
import Radar
import Segmentation
import Volumes

/// Tells run folders, folders of recordings, of images and masks, and of images in classes from one another.
struct FolderInspector {
  let options: InspectionOptions

  func finding(at path: String) throws -> any Finding {
    if RunFinding.isRun(path) { return try RunFinding(path) }
    let recordings = Result { try RecordingFolder(path: path) }
    // A folder of arrays that is named as that of masks holds no recordings.
    if options.source.masks == nil, let folder = try? recordings.get() {
      return RecordingFolderFinding(folder, options: options.reading, readsAll: options.readsAll)
    }
    guard holdsImages(path) else {
      // Recordings beside an empty class folder are recordings all the same; their trouble is the one to tell.
      if case .failure(let error as RadarError) = recordings, error.problem.hasSuffix("is empty") { throw error }
      throw Unrecognised(
        path: path,
        what:
          "the folder holds neither recordings in class folders (.h5, .npy, .npz, .bin) nor images (PNG, JPEG, TIFF, DICOM, NIfTI)",
        remedy: "name the folder whose subfolders are the classes, or the files themselves")
    }
    do {
      return ImageFolderFinding(try options.source.folder(at: path, maskReader: options.maskReader), options)
    } catch {
      // Images that have no masks may have classes.
      guard options.source.isUnsaid, let folder = try? LabelledImageFolder(path: path) else {
        throw error
      }
      return ImageClassesFinding(folder, readsAll: options.readsAll)
    }
  }

  /// In the folder itself or directly below.
  private func holdsImages(_ path: String) -> Bool {
    // What is told how its files are named may lie deeper.
    if options.source.masks?.contains("{id}") == true || options.source.table != nil { return true }
    let names = Self.names(in: path)
    return names.contains(where: Self.isImage)
      || names.contains { Self.names(in: "\(path)/\($0)").contains(where: Self.isImage) }
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  private static func isImage(_ name: String) -> Bool {
    ImageFormat.fileExtensions.contains(URL(fileURLWithPath: name).pathExtension.lowercased())
      || NIfTIHeader.isNamed(name)
  }
}

/// How often each of several descriptions was met, in the order of their first appearance.
struct Tally: Encodable {
  struct Entry: Encodable {
    let what: String
    var count: Int
  }

  private(set) var entries: [Entry] = []

  mutating func count(_ what: String) {
    if let index = entries.firstIndex(where: { $0.what == what }) {
      entries[index].count += 1
    } else {
      entries.append(Entry(what: what, count: 1))
    }
  }

  func encode(to encoder: any Encoder) throws { try entries.encode(to: encoder) }

  var lines: [String] { entries.prefix(12).map { "\($0.count) × \($0.what)" } + more }

  private var more: [String] { entries.count > 12 ? ["… and \(entries.count - 12) others"] : [] }
}
