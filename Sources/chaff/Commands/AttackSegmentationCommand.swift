import ArgumentParser
import Tensors

struct AttackSegmentationCommand: ParsableCommand, RunCommand {
  static let configuration = CommandConfiguration(
    commandName: "segmentation",
    abstract: "Make a segmentation network draw a mask of the attacker's choice, or lose the true one.",
    discussion: """
      Examples: the lesion of another patient, with no more change than that takes; the lesion lost within 2/255.
        chaff attack segmentation models/skin-unet/model.yaml --data datasets/skin-default --samples lesion_0001 \\
          --target sample:lesion_0002 --output runs/asma
        chaff attack segmentation models/skin-unet/model.yaml --data datasets/skin-default --samples lesion_0001 \\
          --attack segpgd --size 2/255 --target none --output runs/segpgd
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var masks: MaskOptions
  @OptionGroup var windows: WindowOptions
  @OptionGroup var attack: MaskAttackOptions
  @Option(help: "Where the perturbation may go: all, inside, outside, ring:4, border:8, mask:{id}.png, …")
  var region = "all"
  @OptionGroup var common: RunOptions

  func validate() throws {
    do { _ = try RegionSpecification(parsing: region) } catch { throw ValidationError("--region: \(error)") }
  }

  func run() throws { try execute(arguments: Array(CommandLine.arguments), isResumed: false) }

  func execute(arguments: [String], isResumed: Bool) throws {
    try SegmentationAttack(command: self).carryOut(arguments: arguments, isResumed: isResumed)
  }
}
