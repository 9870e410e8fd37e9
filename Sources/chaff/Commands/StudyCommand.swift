import ArgumentParser

struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study", abstract: "Carry out a whole study of several models, and leave its tables and a report.",
    subcommands: [StudyRadarCommand.self, StudySegmentationCommand.self])
}
