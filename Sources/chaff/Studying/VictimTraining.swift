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
      try train(victim, isBegun ? ["--resume", output] : arguments + ["--output", output])
      guard FileManager.default.fileExists(atPath: card) else {
        throw NoVictim(name: victim.name, reason: "training left no \(card)")
      }
      return card
    }
  }

  private func train(_ victim: StudyFile.Victim, _ arguments: [String]) throws {
    Console.error("Training \(victim.name): chaff train radar \(arguments.joined(separator: " "))")
    var command: any ParsableCommand
    do { command = try Chaff.parseAsRoot(["train", "radar"] + arguments) } catch {
      throw NoVictim(name: victim.name, reason: Chaff.message(for: error))
    }
    try command.run()
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
