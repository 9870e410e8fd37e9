public import Foundation

/// Files that are either wholly there or not at all: written beside, synced, renamed.
public enum AtomicFile {
  public static let partialSuffix = ".partial"

  public static func write(_ data: Data, to path: String) throws {
    try replace(path) { partial in
      let file = try FileDescriptor(opening: partial, O_WRONLY | O_CREAT | O_TRUNC, cannot: "write")
      try file.write(data)
    }
  }

  /// Lets `body` write a file beside `path` and moves it there once it is on the disk; removes it when `body` fails.
  ///
  /// Nothing is at `partial` when `body` begins.
  public static func replace(_ path: String, _ body: (_ partial: String) throws -> Void) throws {
    let partial = path + partialSuffix
    unlink(partial)
    do {
      try body(partial)
      try synchronize(partial)
      guard rename(partial, path) == 0 else { throw RunFolderError.system(cannot: "write", path) }
    } catch {
      unlink(partial)
      throw error
    }
    try synchronize((path as NSString).deletingLastPathComponent)
  }

  /// Waits until a file, or the names in a folder, are on the disk.
  private static func synchronize(_ path: String) throws {
    let descriptor = try FileDescriptor(opening: path.isEmpty ? "." : path, O_RDONLY, cannot: "write")
    try descriptor.synchronize()
  }
}
