internal import Foundation

/// A run folder that cannot be made, read or written: what was tried, on which path, why not, and what to do.
public struct RunFolderError: Error, Equatable, CustomStringConvertible {
  public let action: String
  public let path: String
  public let reason: String
  public let advice: String

  public init(cannot action: String, _ path: String, because reason: String, advice: String) {
    self.action = action
    self.path = path
    self.reason = reason
    self.advice = advice
  }

  public var description: String { "cannot \(action) \(path): \(reason); \(advice)" }

  /// A failed system call, in the system's words, with what usually helps.
  static func system(cannot action: String, _ path: String, code: Int32 = errno) -> RunFolderError {
    RunFolderError(cannot: action, path, because: String(cString: strerror(code)), advice: advice(for: code))
  }

  private static func advice(for code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "free some space, then go on with 'chaff resume'; what was finished before is kept"
    case EACCES, EPERM, EROFS: "choose a folder you may write to"
    case ENOENT, ENOTDIR: "check the path"
    case EMFILE, ENFILE: "close other programs or raise the limit of open files"
    default: "check the disk, then go on with 'chaff resume'; what was finished before is kept"
    }
  }
}
