import Foundation

/// What is said to a person (standard error) and to a pipe (standard output).
enum Console {
  static func error(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  static func print(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

  static var errorIsTerminal: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }
}
