internal import Foundation
internal import Images

/// File names with a gap for the sample's id: "images/{id}.jpg", "{id}_1stHO.png", "masks/{id}.*".
///
/// ".*" at the end stands for any of the image extensions.
public struct FilePattern: Sendable, Hashable, CustomStringConvertible {
  private static let gap = "{id}"
  private static let imageExtensions = ImageFormat.fileExtensions.union(["nii"])

  /// The part before the last slash; empty for the root folder itself.
  public let folder: String
  public let prefix: String
  /// What follows the id, without the extension if that may be any.
  public let suffix: String
  public let acceptsAnyExtension: Bool

  init(folder: String, prefix: String = "", suffix: String = "", acceptsAnyExtension: Bool = true) {
    self.folder = folder
    self.prefix = prefix
    self.suffix = suffix
    self.acceptsAnyExtension = acceptsAnyExtension
  }

  public init(parsing text: String) throws(SegmentationError) {
    let slash = text.lastIndex(of: "/")
    let name = slash.map { String(text[text.index(after: $0)...]) } ?? text
    let parts = name.components(separatedBy: Self.gap)
    guard parts.count == 2, text.components(separatedBy: Self.gap).count == 2 else {
      throw SegmentationError(
        "'\(text)' needs {id} exactly once, in the file name", in: "file pattern",
        hint: "write for example images/{id}.jpg or {id}_1stHO.png")
    }
    let isOpen = parts[1].hasSuffix(".*")
    self.init(
      folder: slash.map { String(text[..<$0]) } ?? "", prefix: parts[0],
      suffix: isOpen ? String(parts[1].dropLast(2)) : parts[1], acceptsAnyExtension: isOpen)
  }

  public var description: String {
    (folder.isEmpty ? "" : folder + "/") + prefix + Self.gap + suffix + (acceptsAnyExtension ? ".*" : "")
  }

  /// The id in a file name; nil when the name does not fit.
  public func id(in name: String) -> String? {
    var rest = name
    if acceptsAnyExtension {
      guard let stem = Self.imageStem(of: name) else { return nil }
      rest = stem
    }
    guard rest.count > prefix.count + suffix.count, rest.hasPrefix(prefix), rest.hasSuffix(suffix) else { return nil }
    return String(rest.dropFirst(prefix.count).dropLast(suffix.count))
  }

  /// The paths of the fitting files under `root`, by id.
  func files(under root: String) throws -> [String: String] {
    let path = folder.hasPrefix("/") ? folder : folder.isEmpty ? root : root + "/" + folder
    var files: [String: String] = [:]
    for name in try Self.names(in: path) {
      guard let id = id(in: name) else { continue }
      guard files.updateValue("\(path)/\(name)", forKey: id) == nil else {
        throw SegmentationError(
          "two files of \(self) have the id '\(id)'", in: path, hint: "name the extension in the pattern")
      }
    }
    return files
  }

  /// The name without its extension if that is one of an image.
  static func imageStem(of name: String) -> String? {
    // ".nii.gz" is one extension.
    if name.lowercased().hasSuffix(".nii.gz") { return String(name.dropLast(7)) }
    guard let dot = name.lastIndex(of: "."), imageExtensions.contains(name[name.index(after: dot)...].lowercased())
    else { return nil }
    return String(name[..<dot])
  }

  /// The visible names in a folder, in a fixed order.
  static func names(in folder: String) throws(SegmentationError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw SegmentationError("the folder cannot be listed", in: folder, hint: "check the path and its permissions")
    }
  }
}
