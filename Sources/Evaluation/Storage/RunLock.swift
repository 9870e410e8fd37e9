internal import Foundation

/// Keeps a second program out of a run folder: a file with the owner's process id, locked by the operating system.
///
/// The system lets go of the lock when its owner dies, however it dies, so a file left behind is stale and is taken
/// over. Where the file system knows no locks (some network disks), the process id inside decides.
final class RunLock {
  private let path: String
  private let file: FileDescriptor

  init(_ path: String) throws(RunFolderError) {
    self.path = path
    file = try Self.locked(path)
    try file.truncate(to: 0)
    try file.write(Data("\(getpid()) \(ProcessInfo.processInfo.hostName)\n".utf8))
  }

  /// Unlocks in so many words: a child process that was forked meanwhile would keep the lock otherwise.
  deinit {
    unlink(path)
    flock(file.number, LOCK_UN)
  }

  private static func locked(_ path: String) throws(RunFolderError) -> FileDescriptor {
    for _ in 0..<100 {
      let file = try FileDescriptor(opening: path, O_RDWR | O_CREAT, cannot: "lock")
      if flock(file.number, LOCK_EX | LOCK_NB) != 0, try isTaken(file, code: errno) {
        throw busy(path, try patientOwner(file))
      }
      // Between opening and locking, the former owner may have removed the file: then the lock guards nothing.
      if isSameFile(file, path) { return file }
    }
    throw busy(path, "another program")
  }

  private static func isTaken(_ file: borrowing FileDescriptor, code: Int32) throws(RunFolderError) -> Bool {
    if code == EWOULDBLOCK { return true }
    let words = try owner(file).split(separator: " ")
    guard words.count == 2, words[1] == ProcessInfo.processInfo.hostName, let id = Int32(words[0]) else {
      return !words.isEmpty
    }
    return kill(id, 0) == 0 || errno == EPERM
  }

  /// Between locking and writing, the file of a new owner is empty for a moment.
  private static func patientOwner(_ file: borrowing FileDescriptor) throws(RunFolderError) -> String {
    for _ in 0..<50 {
      let words = try owner(file)
      if !words.isEmpty { return words }
      usleep(2000)
    }
    return "(unknown)"
  }

  private static func owner(_ file: borrowing FileDescriptor) throws(RunFolderError) -> String {
    lseek(file.number, 0, SEEK_SET)
    let text = String(decoding: try file.read(upTo: 256), as: UTF8.self)
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func isSameFile(_ file: borrowing FileDescriptor, _ path: String) -> Bool {
    var opened = stat(), named = stat()
    guard fstat(file.number, &opened) == 0, stat(path, &named) == 0 else { return false }
    return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  private static func busy(_ path: String, _ owner: String) -> RunFolderError {
    RunFolderError(
      cannot: "use", (path as NSString).deletingLastPathComponent, because: "process \(owner) is writing to it",
      advice: "wait for it to finish or choose another folder")
  }
}
