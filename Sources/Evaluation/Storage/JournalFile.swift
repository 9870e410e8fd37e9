package import Foundation

/// records.jsonl, open for appending.
package final class JournalFile {
  private let file: FileDescriptor

  package init(_ path: String) throws(RunFolderError) {
    file = try FileDescriptor(opening: path, O_WRONLY | O_CREAT | O_APPEND, cannot: "write")
  }

  /// Appends lines (given without their line breaks) and waits until they are on the disk; on failure nothing of them
  /// stays.
  package func append(_ lines: [Data]) throws(RunFolderError) {
    let before = try file.size()
    do throws(RunFolderError) {
      try file.write(lines.reduce(into: Data()) { $0 += $1 + Data("\n".utf8) })
      try file.synchronize()
    } catch {
      try? file.truncate(to: before)
      throw error
    }
  }
}
