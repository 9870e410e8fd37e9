internal import Foundation

/// Bytes that can be read at any offset: a file on disk, which is never loaded whole, or an array.
///
/// Every read is checked against the true length, so a forged offset or size in a file is an error and not an
/// over-read, and nothing is allocated for bytes that are not there.
package final class ByteSource: Sendable {
  private enum Storage { case memory([UInt8]), descriptor(Int32) }

  /// The path, or whatever the bytes are called in messages.
  package let name: String
  package let count: Int
  private let storage: Storage

  package init(_ bytes: [UInt8], name: String) {
    self.name = name
    count = bytes.count
    storage = .memory(bytes)
  }

  /// Opens a regular file; a folder, a pipe or a device is refused, since reading one could wait for ever.
  package init(contentsOf path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("cannot be opened", path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let error = Self.failure("cannot be examined", path)
      close(descriptor)
      throw error
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw FileError(
        isFolder ? "is a folder, not a file" : "is not a regular file", path: path, hint: "name a file on disk")
    }
    name = path
    count = Int(status.st_size)
    storage = .descriptor(descriptor)
  }

  deinit {
    if case .descriptor(let descriptor) = storage { close(descriptor) }
  }

  package func bytes() throws(FileError) -> [UInt8] {
    if case .memory(let bytes) = storage { return bytes }
    return try bytes(at: 0, count: count)
  }

  /// `count` bytes from `offset`; throws when the source does not hold them all.
  package func bytes(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    guard offset >= 0, count >= 0, offset <= self.count, count <= self.count - offset else {
      throw FileError(
        "holds \(self.count) bytes, but \(count) are wanted from offset \(offset)", path: name,
        hint: "the file is cut short or damaged: fetch it again")
    }
    switch storage {
    case .memory(let bytes): return Array(bytes[offset..<offset + count])
    case .descriptor(let descriptor): return try read(descriptor, at: offset, count: count)
    }
  }

  private func read(_ descriptor: Int32, at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    var filled = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while filled < count {
        let got = pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { break }
        filled += got
      }
      initialized = filled
    }
    guard filled == count else { throw Self.failure("cannot be read to its end", name) }
    return bytes
  }

  private static func failure(_ what: String, _ path: String) -> FileError {
    let error = SystemError.last
    return FileError("\(what): \(error.text)", path: path, hint: SystemError.hint(for: error.code))
  }
}
