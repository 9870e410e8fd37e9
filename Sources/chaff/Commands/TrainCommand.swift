import ArgumentParser
import Evaluation
import Foundation

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a network from a folder of recordings, or of images and masks.",
    discussion: """
      Example: chaff train radar --data recordings --network radar-conv3d --test last:0.2 --output trained
      Example: chaff train --resume trained
      Ctrl-C keeps everything; --resume goes on, with the settings it was started with, and ends with the bytes of an
      undisturbed run. Run it from the same folder.
      """,
    subcommands: [TrainRadarCommand.self, TrainSegmentationCommand.self])

  @Option(help: "Go on with an interrupted training run.", completion: .directory) var resume: String?

  func run() throws {
    guard let resume else { throw CleanExit.helpRequest(Self.self) }
    let recorded = try TrainingRunFolder.description(at: resume).commandLine
    guard var command = try Chaff.parseAsRoot(Array(recorded.dropFirst())) as? any TrainingCommand else {
      throw NotTrained(folder: resume)
    }
    let missing = command.neededPaths.filter { !FileManager.default.fileExists(atPath: $0) }
    guard missing.isEmpty else { throw StartedElsewhere(folder: resume, missing: missing) }
    command.training.output = resume
    try command.execute(arguments: recorded, isResumed: true)
  }
}

/// A command that trains, and can go on with what it began: `--resume` parses the recorded arguments again.
protocol TrainingCommand: ParsableCommand {
  var training: TrainingOptions { get set }
  /// Data and weights, as the original command named them.
  var neededPaths: [String] { get }
  /// Trains in a new folder or, if `isResumed`, in the one that is there.
  func execute(arguments: [String], isResumed: Bool) throws
}

struct NotTrained: Error, CustomStringConvertible {
  let folder: String
  var description: String { "\(folder) was not made by 'chaff train' and cannot be resumed" }
}
