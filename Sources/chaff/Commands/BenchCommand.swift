import ArgumentParser

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Milliseconds of a model's passes, or of a training step.",
    discussion: "Examples: chaff bench net.onnx --batch 8; chaff bench training radar-conv3d --batch 16",
    subcommands: [BenchModelCommand.self, BenchTrainingCommand.self], defaultSubcommand: BenchModelCommand.self)
}
