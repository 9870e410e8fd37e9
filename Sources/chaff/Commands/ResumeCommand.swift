import ArgumentParser
import Evaluation
import Foundation

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
    if let experiment = try? ExperimentFolder(folder).read() {
      throw ExperimentGoesOnByItself(folder: folder, command: experiment.commandLine)
    }
    if UniversalMaskWork.hasBegun(in: folder) { return try resumeUniversalMask() }
    let recorded = try RunReader(folder).plan().commandLine
    guard var command = try Chaff.parseAsRoot(Array(recorded.dropFirst())) as? any RunCommand & ResumableOutput else {
      throw NotResumable(folder: folder)
    }
    try check(command.neededPaths)
    command.common.output = folder
    command.common.json = command.common.json || json
    command.common.quiet = command.common.quiet || quiet
    try command.execute(arguments: recorded, isResumed: true)
  }

  private func resumeUniversalMask() throws {
    let recorded = try UniversalMaskWork.plan(in: folder).commandLine
    guard var command = try Chaff.parseAsRoot(Array(recorded.dropFirst())) as? AttackUniversalMaskCommand else {
      throw NotResumable(folder: folder)
    }
    try check([command.model.model, command.masks.data] + [command.masks.source.splitTable].compactMap { $0 })
    // The first start has replaced what was to be replaced.
    (command.output, command.force) = (folder, false)
    command.json = command.json || json
    command.quiet = command.quiet || quiet
    try command.carryOut(arguments: recorded)
  }

  private func check(_ needed: [String]) throws {
    let missing = needed.filter { !FileManager.default.fileExists(atPath: $0) }
    guard missing.isEmpty else { throw StartedElsewhere(folder: folder, missing: missing) }
  }
}

/// A command whose run folder may have been moved since.
protocol ResumableOutput {
  var common: RunOptions { get set }
  /// Model and data, as the original command named them.
  var neededPaths: [String] { get }
}

extension AttackRadarCommand: ResumableOutput {
  var neededPaths: [String] { [model.model, recordings.data] }
}

extension AttackImageCommand: ResumableOutput {
  var neededPaths: [String] { [model.model, images.data] }
}

extension AttackSegmentationCommand: ResumableOutput {
  var neededPaths: [String] { [model.model, masks.data] }
}

/// A run whose model or data are not where the original command found them.
struct StartedElsewhere: Error, CustomStringConvertible {
  let folder: String
  let missing: [String]

  var description: String {
    "\(folder) needs \(missing.joined(separator: " and ")), which this folder does not have; "
      + "go on in the folder where the run was started"
  }
}

/// An experiment, which its own command goes on with.
struct ExperimentGoesOnByItself: Error, CustomStringConvertible {
  let folder: String
  let command: [String]

  var description: String {
    "\(folder) is an experiment, not a single run: repeat the command that began it, and it goes on where it was: "
      + command.joined(separator: " ")
  }
}

struct NotResumable: Error, CustomStringConvertible {
  let folder: String
  var description: String { "\(folder) was not made by an attack command and cannot be resumed" }
}
