import ArgumentParser
import Evaluation

struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Go on with an interrupted run; it ends as if it had not been interrupted.",
    discussion: """
      Example: chaff resume runs/idle
      Model and data are found as the original command named them: run it from the same folder.
      """)

  @Argument(help: "A run folder.", completion: .directory) var folder: String
  @Flag(help: "Print the summary as one JSON object.") var json = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func run() throws {
    let recorded = try RunReader(folder).plan().commandLine
    guard var command = try Chaff.parseAsRoot(Array(recorded.dropFirst())) as? any RunCommand & ResumableOutput else {
      throw NotResumable(folder: folder)
    }
    command.common.output = folder
    command.common.json = command.common.json || json
    command.common.quiet = command.common.quiet || quiet
    try command.execute(arguments: recorded, isResumed: true)
  }
}

/// A command whose run folder may have been moved since.
protocol ResumableOutput { var common: RunOptions { get set } }

extension AttackRadarCommand: ResumableOutput {}
extension AttackSegmentationCommand: ResumableOutput {}

struct NotResumable: Error, CustomStringConvertible {
  let folder: String
  var description: String { "\(folder) was not made by an attack command and cannot be resumed" }
}
