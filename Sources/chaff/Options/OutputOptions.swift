import ArgumentParser
import Foundation

/// Where a file goes, and that nothing is overwritten by accident.
struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The file to write.", completion: .file()) var output: String?
  @Flag(help: "Overwrite what is there.") var force = false

  func validate() throws {
    if output == "" { throw ValidationError("--output is empty; name a file") }
  }

  /// The path to write to, once it is known to be free.
  func path() throws -> String? { try output.map { try Self.free($0, force: force) } }

  /// A place for a file: nothing is there or, with `force`, a file that may be replaced.
  ///
  /// - Throws: `FileExists` or `NoPlainFile`.
  static func free(_ output: String, force: Bool) throws -> String {
    guard FileManager.default.fileExists(atPath: output) else { return output }
    // A folder or a device would be replaced by the file.
    let kind =
      (try? FileManager.default.attributesOfItem(atPath: URL(fileURLWithPath: output).resolvingSymlinksInPath().path))?[
        .type]
    guard kind as? FileAttributeType == .typeRegular else { throw NoPlainFile(path: output) }
    guard force else { throw FileExists(path: output) }
    return output
  }
}

struct FileExists: Error, CustomStringConvertible {
  let path: String
  var description: String { "\(path) exists already; name another place or add --force" }
}

struct NoPlainFile: Error, CustomStringConvertible {
  let path: String
  var description: String { "\(path) is a folder or a device; name a file" }
}
