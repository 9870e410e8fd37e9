import ArgumentParser

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Milliseconds of a model's passes, of a training step, or of first layers.",
    discussion: "Examples: chaff bench net.onnx --batch 8; chaff bench training radar-conv3d --batch 16",
    subcommands: [BenchModelCommand.self, BenchTrainingCommand.self, BenchFirstLayersCommand.self],
    defaultSubcommand: BenchModelCommand.self)
}
