import ArgumentParser

struct AttackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "attack")
}
