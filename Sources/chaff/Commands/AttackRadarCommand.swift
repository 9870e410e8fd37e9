import ArgumentParser
import Tensors

struct AttackRadarCommand: ParsableCommand, RunCommand {
  static let configuration = CommandConfiguration(
    commandName: "radar", abstract: "Attack a classifier of radar recordings: all frames, or only those you name.",
    discussion: """
      Example: only the frames that fill a recording up may change.
        chaff attack radar models/radar-conv3d/model.yaml --data datasets/radar-default --recordings subject:21 \\
          --size 8/255 --region padding --output runs/padding
      Regions: all, padding, idle (padding included), action, zeros, nonzero, frames:3-9, range:0-7, doppler:10-20,
      box:time=3-9,range=0-7, border:4, random:0.1, mask:FILE.npy; joined with + & !
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var recordings: RecordingOptions
  @OptionGroup var attack: AttackOptions
  @OptionGroup var plausible: PlausibleOptions
  @Option(help: "Where the perturbation may go.") var region = "all"
  @OptionGroup var common: RunOptions

  func validate() throws {
    do { _ = try RegionSpecification(parsing: region) } catch { throw ValidationError("--region: \(error)") }
  }

  func run() throws { try execute(arguments: Array(CommandLine.arguments), isResumed: false) }

  func execute(arguments: [String], isResumed: Bool) throws {
    try RadarAttack(command: self).carryOut(arguments: arguments, isResumed: isResumed)
  }
}
