internal import Foundation

/// A file that exists only once it is complete: created at once, so that a forbidden or missing folder is known before
/// the work, and removed again unless ``commit(_:)`` succeeds.
struct NewFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private let isNew: Bool
  private var isComplete = false

  init(creating path: String) throws(HDF5Error) {
    try self.init(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644), path: path, isNew: true)
  }

  /// Writes into what is already at `path`, and never removes it.
  init(existing path: String) throws(HDF5Error) {
    try self.init(open(path, O_WRONLY | O_CLOEXEC), path: path, isNew: false)
  }

  /// Fails before anything of `self` is there: a `deinit` after the failure would remove a file that was never ours.
  private init(_ descriptor: Int32, path: String, isNew: Bool) throws(HDF5Error) {
    guard descriptor >= 0 else { throw HDF5Error(.cannotWrite, path: path, detail: SystemFailure.text(errno)) }
    self.descriptor = descriptor
    self.path = path
    self.isNew = isNew
  }

  /// Writes everything, and returns when the disk has it.
  mutating func commit(_ bytes: RawSpan) throws(HDF5Error) {
    try bytes.withUnsafeBytes { buffer throws(HDF5Error) in try writeAll(buffer) }
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw HDF5Error(.cannotWrite, path: path, detail: SystemFailure.text(errno))
    }
    isComplete = true
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer) throws(HDF5Error) {
    var written = 0
    while written < bytes.count {
      let count = write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw HDF5Error(.cannotWrite, path: path, detail: SystemFailure.text(errno)) }
      written += count
    }
  }

  deinit {
    close(descriptor)
    if isNew, !isComplete { unlink(path) }
  }
}
