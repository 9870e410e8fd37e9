import ArgumentParser
import Evaluation
import Foundation

/// Trains the victims of a study that are not there yet, with the code of `chaff train radar`.
struct VictimTraining {
  let file: StudyFile
  /// The study's folder; a victim's own is `victims/NAME` below it.
  let folder: String

  /// The cards of all victims, in order; trains those that lack one.
  ///
  /// An interrupted training is gone on with.
  func cards() throws -> [String] {
    try file.victims.map { victim in
      guard let arguments = victim.training else { return victim.card ?? "" }
      let output = folder + "/victims/" + Self.folderName(victim.name)
      let line = ["train", "radar"] + completed(arguments, output)
      switch try state(of: victim, in: output, wanted: line) {
      case .complete: break
      case nil: try train(victim, line)
      default: try train(victim, ["train", "--resume", output])
      }
      return output + "/model.yaml"
    }
  }

  /// How far a victim's training is; nil where there is none.
  ///
  /// - Throws: `NoVictim` where what lies there was trained in another way.
  private func state(
    of victim: StudyFile.Victim, in output: String, wanted: [String]
  ) throws -> TrainingState? {
    guard FileManager.default.fileExists(atPath: output + "/training.json") else { return nil }
    let found = try TrainingRunFolder.description(at: output)
    guard Array(found.commandLine.dropFirst()) == wanted else {
      throw NoVictim(
        name: victim.name, reason: "\(output) was trained with other arguments; remove it or rename the victim")
    }
    return found.state
  }

  /// The arguments with what the study knows: its recordings, the part that is held out, what all trainings share.
  private func completed(_ arguments: [String], _ output: String) -> [String] {
    var all = arguments + file.training
    if !all.contains("--data") { all += ["--data", file.data] }
    if !all.contains("--test") { all += ["--test", file.test] }
    return all + ["--output", output]
  }

  private func train(_ victim: StudyFile.Victim, _ line: [String]) throws {
    Console.error("Training \(victim.name): chaff \(line.joined(separator: " "))")
    let command: any ParsableCommand
    do { command = try Chaff.parseAsRoot(line) } catch {
      throw NoVictim(name: victim.name, reason: Chaff.message(for: error))
    }
    if let training = command as? any TrainingCommand {
      try training.execute(arguments: ["chaff"] + line, isResumed: false)
    } else {
      var command = command
      try command.run()
    }
  }

  private static func folderName(_ name: String) -> String {
    name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? String($0) : "-" }.joined()
  }
}

struct NoVictim: Error, CustomStringConvertible {
  let name: String
  let reason: String
  var description: String { "the victim '\(name)' cannot be trained: \(reason); correct its 'train', or give a 'card'" }
}
