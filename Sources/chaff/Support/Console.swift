import Foundation

/// What is said to a person (standard error) and to a pipe (standard output).
enum Console {
  /// A message that nobody can receive is dropped: it must not end a run.
  static func error(_ text: String) { errorText(text + "\n") }

  /// As `error`, without the line break.
  static func errorText(_ text: String) { _ = write(text, to: STDERR_FILENO) }

  /// Output that cannot be written is a failure: somebody counts on it.
  static func print(_ text: String) {
    let code = write(text + "\n", to: STDOUT_FILENO)
    guard code != 0 else { return }
    error(
      "Error: standard output cannot be written: \(String(cString: strerror(code))); free some space or redirect it elsewhere"
    )
    Foundation.exit(1)
  }

  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Opens what the caller has closed of the three standard streams, before a file that is written to gets their number.
  static func ensureStreams() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) == -1 {
      _ = open("/dev/null", O_RDWR)
    }
  }

  /// Writes every byte, however many calls it takes.
  ///
  /// - Returns: 0, or the system's error number.
  private static func write(_ text: String, to stream: Int32) -> Int32 {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(stream, $0.baseAddress, $0.count) }
      if written > 0 { rest = rest.dropFirst(written) } else if errno != EINTR { return written == 0 ? EIO : errno }
    }
    return 0
  }
}
