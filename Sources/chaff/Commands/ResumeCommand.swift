import ArgumentParser

struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "resume")
}
