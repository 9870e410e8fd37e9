import ArgumentParser
import Foundation

/// Where a file goes, and that nothing is overwritten by accident.
struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The file to write.", completion: .file()) var output: String?
  @Flag(help: "Overwrite what is there.") var force = false

  /// The path to write to, once it is known to be free.
  func path() throws -> String? {
    guard let output else { return nil }
    guard force || !FileManager.default.fileExists(atPath: output) else {
      throw FileExists(path: output)
    }
    return output
  }
}

struct FileExists: Error, CustomStringConvertible {
  let path: String
  var description: String { "\(path) exists already; name another place or add --force" }
}
