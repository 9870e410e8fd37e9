internal import Foundation

/// Writing a file so that a reader sees either the old one or the whole new one, whatever happens in between.
package enum FileReplacement {
  /// Writes beside `path`, synchronises, then renames; on failure the old file is untouched and nothing is left over.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let temporary = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).part"
    do throws(FileError) {
      try create(temporary, holding: bytes, reportedAs: path)
      guard rename(temporary, path) == 0 else { throw failure("cannot be put in place", path) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private static func create(_ temporary: String, holding bytes: [UInt8], reportedAs path: String) throws(FileError) {
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("cannot be written", path) }
    let written = write(bytes, to: descriptor)
    // The reason must be taken before close, which may replace it.
    let reason = failure("cannot be written", path)
    guard close(descriptor) == 0, written else { throw reason }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Foundation.write(descriptor, buffer.baseAddress.map { $0 + done }, bytes.count - done)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return false }
      done += written
    }
    return fsync(descriptor) == 0
  }

  private static func failure(_ what: String, _ path: String) -> FileError {
    let error = SystemError.last
    return FileError("\(what): \(error.text)", path: path, hint: SystemError.hint(for: error.code))
  }
}
