internal import Foundation

/// A folder of recordings, by class: one folder for each class, or files whose names tell it.
///
/// Nothing is read but names. Files are in the order of the times in their names, or else in natural order (`RecordingOrder`).
///
/// | files in the folder itself | class |
/// |---|---|
/// | `3_0_17.h5` (Soli: gesture, session, instance) | `3` |
/// | `label_wiggle_idx_2.h5` (Acconeer) | `wiggle` |
/// | `thumb_up_012.npy` (words, then a counter) | `thumb_up` |
///
/// The same names, and `s03_1_007.h5`, also tell subject, session and instance (``RecordingOrigin``).
public struct RecordingFolder: Equatable, Sendable {
  public static let fileExtensions = Set(RecordingFile.extensions)

  public let path: String
  public let classes: [RecordingClass]
  /// Folders with recordings that are none of the wanted classes.
  public let ignoredFolders: [String]

  /// Lists a folder.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - classNames: the classes in the order of the model's outputs; nil for all there are, in natural order.
  ///   - fileExtensions: which files are recordings.
  /// - Throws: ``RadarError`` when the folder cannot be listed, holds no recordings or an empty folder, or lacks a wanted class.
  public init(
    path: String, classNames: [String]? = nil, fileExtensions: Set<String> = RecordingFolder.fileExtensions
  ) throws(RadarError) {
    self.path = path
    let (found, empty) = try Self.classes(in: path, fileExtensions)
    guard !found.isEmpty else {
      throw RadarError(
        path, "there are no recordings (\(fileExtensions.sorted().joined(separator: ", "))) in class folders",
        remedy: "give a folder that has one folder for each class")
    }
    guard let classNames else {
      if let name = empty.first {
        throw RadarError(
          path, "the folder '\(name)' is empty", remedy: "add its recordings, or remove it if it is no class")
      }
      classes = found
      ignoredFolders = []
      return
    }
    var wanted: [RecordingClass] = []
    for name in classNames {
      guard let match = found.first(where: { $0.name == name }) else {
        if Self.isFolder("\(path)/\(name)") {
          let endings = fileExtensions.sorted().joined(separator: ", ")
          throw RadarError(
            "\(path)/\(name)", "the folder of the class holds no recordings (\(endings))",
            remedy: "add its recordings, or take the class out of the model's card")
        }
        throw RadarError(
          path, "there is no class '\(name)'; there are \(found.map(\.name).joined(separator: ", "))",
          remedy: "correct the class names of the model's card, or rename the folder")
      }
      wanted.append(match)
    }
    classes = wanted
    ignoredFolders = found.map(\.name).filter { !classNames.contains($0) }
  }

  /// Folders with recordings, or else files sorted by name; and the names of folders with nothing in them.
  private static func classes(
    in path: String, _ extensions: Set<String>
  ) throws(RadarError) -> (classes: [RecordingClass], emptyFolders: [String]) {
    let inside = try names(in: path)
    // A folder may also be one recording, of which there is then one in the place of a class.
    let folders = inside.filter { isFolder("\(path)/\($0)") && !InfineonFolder.isRecording("\(path)/\($0)") }
    var classes: [RecordingClass] = []
    var empty: [String] = []
    for folder in folders {
      let files = try recordings(in: "\(path)/\(folder)", extensions)
      if !files.isEmpty {
        classes.append(RecordingClass(name: folder, paths: files))
      } else if try names(in: "\(path)/\(folder)").isEmpty {
        empty.append(folder)
      }
    }
    return (classes.isEmpty ? byName(try recordings(in: path, extensions)) : classes, empty)
  }

  /// The visible names of a folder, in natural order.
  private static func names(in path: String) throws(RadarError) -> [String] {
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: path)
      return names.filter { !$0.hasPrefix(".") }.sorted(by: NaturalOrder.precedes)
    } catch {
      throw unlisted(path)
    }
  }

  private static func unlisted(_ path: String) -> RadarError {
    if isFolder(path) {
      return RadarError(path, "the folder cannot be listed", remedy: "check its permissions")
    }
    if FileManager.default.fileExists(atPath: path) {
      return RadarError(path, "this is one file", remedy: "give the folder that has one of recordings for each class")
    }
    return RadarError(path, "there is no such folder", remedy: "check the path")
  }

  private static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }

  private static func recordings(in path: String, _ extensions: Set<String>) throws(RadarError) -> [String] {
    RecordingOrder.sorted(try names(in: path)).map { "\(path)/\($0)" }.filter {
      isFolder($0)
        ? InfineonFolder.folder(at: $0) != nil
        : extensions.contains(URL(fileURLWithPath: $0).pathExtension.lowercased())
    }
  }

  /// Files sorted into classes by the patterns of the table above; others are left out.
  private static func byName(_ paths: [String]) -> [RecordingClass] {
    var grouped: [String: [String]] = [:]
    for path in paths {
      guard let name = FileNameClass.name(of: URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent)
      else { continue }
      grouped[name, default: []].append(path)
    }
    return grouped.keys.sorted(by: NaturalOrder.precedes).map { RecordingClass(name: $0, paths: grouped[$0] ?? []) }
  }
}
