internal import Foundation

/// An open file, closed exactly once.
struct FileDescriptor: ~Copyable {
  let number: Int32
  let path: String

  init(opening path: String, _ flags: Int32, cannot action: String) throws(RunFolderError) {
    let opened = open(path, flags | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw .system(cannot: action, path) }
    number = opened
    self.path = path
  }

  deinit { _ = close(number) }

  /// Writes every byte, however many calls it takes.
  borrowing func write(_ bytes: Data) throws(RunFolderError) {
    let code = bytes.withUnsafeBytes { buffer -> Int32 in
      var start = 0
      while start < buffer.count {
        guard let base = buffer.baseAddress else { return 0 }
        let written = Foundation.write(number, base + start, buffer.count - start)
        if written > 0 { start += written } else if written == 0 || errno != EINTR { return written == 0 ? EIO : errno }
      }
      return 0
    }
    if code != 0 { throw .system(cannot: "write", path, code: code) }
  }

  /// Reads up to `count` bytes; empty at the end of the file.
  borrowing func read(upTo count: Int) throws(RunFolderError) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      var got = Foundation.read(number, buffer.baseAddress, count)
      while got < 0 && errno == EINTR { got = Foundation.read(number, buffer.baseAddress, count) }
      code = got < 0 ? errno : 0
      initialized = max(0, got)
    }
    if code != 0 { throw .system(cannot: "read", path, code: code) }
    return bytes
  }

  /// Waits until the file is on the disk.
  ///
  /// Devices and pipes that cannot be synced are left alone.
  borrowing func synchronize() throws(RunFolderError) {
    guard fsync(number) != 0, errno != EINVAL, errno != ENOTSUP else { return }
    throw .system(cannot: "write", path)
  }

  borrowing func size() throws(RunFolderError) -> Int {
    let end = lseek(number, 0, SEEK_END)
    guard end >= 0 else { throw .system(cannot: "read", path) }
    return Int(end)
  }

  borrowing func truncate(to size: Int) throws(RunFolderError) {
    guard ftruncate(number, off_t(size)) == 0 else { throw .system(cannot: "shorten", path) }
  }
}
