import ArgumentParser
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
      let card = output + "/model.yaml"
      if FileManager.default.fileExists(atPath: card) { return card }
      let isBegun = FileManager.default.fileExists(atPath: output + "/training.json")
      try train(
        victim, isBegun ? ["--resume", output] : ["radar"] + completed(arguments, output))
      guard FileManager.default.fileExists(atPath: card) else {
        throw NoVictim(name: victim.name, reason: "training left no \(card)")
      }
      return card
    }
  }

  /// The arguments with what the study knows: its recordings, the part that is held out, what all trainings share.
  private func completed(_ arguments: [String], _ output: String) -> [String] {
    var all = arguments + file.training
    if !all.contains("--data") { all += ["--data", file.data] }
    if !all.contains("--test") { all += ["--test", file.test] }
    return all + ["--output", output]
  }

  private func train(_ victim: StudyFile.Victim, _ arguments: [String]) throws {
    let line = ["train"] + arguments
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
