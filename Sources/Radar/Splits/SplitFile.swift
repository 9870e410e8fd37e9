internal import Foundation

/// A JSON file of lists of recordings' names, such as `{"train": ["0_8_4", …], "eval": […]}` (deep-soli's
/// `file_half.json`).
///
/// A name is a file's, with or without its extension, alone or as "Class/file".
struct SplitFile {
  /// The names in the list, without extensions.
  private let names: Set<String>
  private let fileExtensions: Set<String>

  /// Reads one list of a file; `fileExtensions` are those that names may have.
  ///
  /// - Throws: ``RadarError`` for a file that is not there or not of this form, or has no such list.
  init(_ path: String, list: String, fileExtensions: Set<String>) throws(RadarError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RadarError(path, "there is no such split file", remedy: "check the path in file:PATH#LIST")
    }
    guard let lists = try? JSONDecoder().decode([String: [String]].self, from: data) else {
      throw RadarError(
        path, "this is no JSON object of lists of names",
        remedy: "write it as {\"train\": [\"0_8_4\", …], \"eval\": […]}")
    }
    guard let chosen = lists[list] else {
      throw RadarError(
        path, "there is no list '\(list)'; there are \(lists.keys.sorted().joined(separator: ", "))",
        remedy: "name one of them after the #")
    }
    self.fileExtensions = fileExtensions
    names = Set(chosen.map { Self.withoutExtension($0, fileExtensions) })
  }

  /// Whether a sample's "Class/file" is in the list.
  func contains(_ sample: String) -> Bool {
    let id = Self.withoutExtension(sample, fileExtensions)
    return names.contains(id)
      || names.contains(String(id[(id.lastIndex(of: "/").map(id.index(after:)) ?? id.startIndex)...]))
  }

  /// Only known extensions are cut off: a name may have a dot of its own.
  private static func withoutExtension(_ name: String, _ extensions: Set<String>) -> String {
    for ending in extensions where name.lowercased().hasSuffix(".\(ending)") {
      return String(name.dropLast(ending.count + 1))
    }
    return name
  }
}
