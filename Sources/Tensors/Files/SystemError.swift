internal import Foundation

/// The operating system's own words for a failed call.
enum SystemError {
  /// Must be asked straight after the call that failed: the next one may change `errno`.
  static var last: (code: Int32, text: String) {
    let code = errno
    return (code, String(cString: strerror(code)))
  }

  static func hint(for code: Int32) -> String {
    switch code {
    case ENOENT: "check the path"
    case EACCES, EPERM: "check the permissions of the file and of its folder"
    case ENOSPC, EDQUOT: "free some space or write to another disk"
    case EROFS: "the disk is mounted read-only: write somewhere else"
    case EMFILE, ENFILE: "too many files are open: close some or raise the limit"
    default: "check the file and the disk it lies on"
    }
  }
}
