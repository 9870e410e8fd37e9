public import Foundation

/// A Python that has what an independent check needs; the checks are skipped where there is none.
///
/// The program is `CHAFF_PYTHON`, or else `python3` of the path.
public struct PythonProgram: Sendable {
  private let program: String

  /// Nil where Python, or one of the modules, is missing.
  public init?(with modules: [String]) {
    program = ProcessInfo.processInfo.environment["CHAFF_PYTHON"] ?? "python3"
    let imports = "import " + modules.joined(separator: ", ")
    guard let result = try? run(["-c", imports]), result.status == 0 else { return nil }
  }

  /// Runs a script that lies beside the test that asks for it.
  public func run(
    script: String, _ options: [String], beside testFile: String = #filePath
  ) throws -> (status: Int32, output: String) {
    let folder = URL(fileURLWithPath: testFile).deletingLastPathComponent()
    return try run([folder.appendingPathComponent(script).path] + options)
  }

  /// Starts a script that lies beside the test that asks for it, and does not wait; its output goes nowhere.
  public func start(script: String, _ options: [String], beside testFile: String = #filePath) throws -> Process {
    let folder = URL(fileURLWithPath: testFile).deletingLastPathComponent()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program, folder.appendingPathComponent(script).path] + options
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func run(_ options: [String]) throws -> (status: Int32, output: String) {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + options
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }
}
