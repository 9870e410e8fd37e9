import ArgumentParser

struct AttackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attack", abstract: "Attack a model with one method on one data set, and leave a report.",
    subcommands: [
      AttackRadarCommand.self, AttackImageCommand.self, AttackSegmentationCommand.self,
      AttackUniversalMaskCommand.self,
    ])
}
