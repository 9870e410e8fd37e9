import ArgumentParser
import Tensors

struct AttackImageCommand: ParsableCommand, RunCommand {
  static let configuration = CommandConfiguration(
    commandName: "image", abstract: "Attack a classifier of images: the whole image, or only the part you name.",
    discussion: """
      Example: only a rectangle may change, and the class is chosen.
        chaff attack image digits.yaml --data digits/test --samples 0-9 --attack apgd-ce --size 8/255 \\
          --region box:height=0-9,width=0-9 --target 7 --output runs/corner
      Regions: all, height:0-9, width:10-20, box:height=0-9,width=0-9, border:4, zeros, nonzero, random:0.1,
      mask:FILE.png; joined with + & !
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var images: ImageOptions
  @OptionGroup var attack: AttackOptions
  @OptionGroup var plausible: ImagePlausibleOptions
  @Option(help: "Where the perturbation may go.") var region = "all"
  @OptionGroup var common: RunOptions

  func validate() throws {
    do { _ = try RegionSpecification(parsing: region) } catch { throw ValidationError("--region: \(error)") }
  }

  func run() throws { try execute(arguments: Array(CommandLine.arguments), isResumed: false) }

  func execute(arguments: [String], isResumed: Bool) throws {
    try ImageAttack(command: self).carryOut(arguments: arguments, isResumed: isResumed)
  }
}
