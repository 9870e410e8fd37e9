import ArgumentParser
import CKernels
import Foundation

/// The command line: one file a command in Commands, what several share in Options and Support.
@main
struct Chaff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chaff",
    abstract: "Attacks, explains and scores radar gesture and medical segmentation networks from their ONNX files.",
    discussion: """
      Start with 'chaff inspect MODEL.onnx', then 'chaff attack radar --help' or 'chaff attack segmentation --help'.
      """,
    version: Version.text,
    subcommands: [
      InspectCommand.self, NetworksCommand.self, AttacksCommand.self, SimulateCommand.self,
      ExperimentCommand.self, MergeCommand.self, TrainCommand.self, PredictCommand.self,
      GradientCommand.self, ScoreCommand.self, AttackCommand.self, ExplainCommand.self, StudyCommand.self,
      ReportCommand.self, ResumeCommand.self, BenchCommand.self, DemoCommand.self,
    ])

  /// Exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
  static func main() {
    Console.ensureStreams()
    ck_keep_freed_memory()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let interruption as Interrupted {
      Console.error(interruption.description)
      Foundation.exit(130)
    } catch {
      finish(after: error)
    }
  }

  private static func finish(after error: any Error) -> Never {
    let status = exitCode(for: error)
    // Help and version requests arrive as errors too.
    if status == .success { exit(withError: error) }
    if status == .validationFailure {
      Console.error(fullMessage(for: error))
      Foundation.exit(2)
    }
    if !(error is ExitCode) { Console.error("Error: \(error)") }
    Foundation.exit(1)
  }
}
