internal import Foundation

/// The operating system's words for what it reports as numbers.
enum SystemFailure {
  static func text(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// The signals by which the reader process ends itself when a request takes too long.
  static func isTimeLimit(signal: Int32) -> Bool { signal == SIGPROF || signal == SIGALRM || signal == SIGXCPU }
}
