import ArgumentParser
import Training

struct TrainSegmentationCommand: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "segmentation", abstract: "Train a network that draws masks.",
    discussion: """
      Example:
        chaff train segmentation --data fundus --masks masks --resize 128x128 --test first:20 --output trained
        chaff train segmentation --data fundus --masks masks --network asma-unet --resize 572x572 --batch 2 --output asma
      Networks: small-unet, unet, deeplab and the presets of 'chaff networks'. asma-unet answers for the middle of the
      image alone (388x388 of 572x572); asma-unet-reflect mirrors the border and answers for all of it (388x388).
      Parts of a split: first:20, A..B or A,B (names of samples); what is not selected is trained on.
      """)

  @OptionGroup var network: NetworkOptions
  @OptionGroup var masks: TrainingMaskOptions
  @OptionGroup var training: TrainingOptions
  @Option(help: "cross-entropy, dice, bce or a sum of two; by default bce+dice or cross-entropy+dice.") var loss:
    String?
  @Option(
    name: .customLong("class-weights"),
    help: "even, balanced (by pixels), or one number a class, background first, such as 1,2,4.")
  var classWeights = "even"

  func validate() throws {
    if masks.source.pixelSpacing != nil {
      throw ValidationError("--pixel-spacing is for distances, and training measures none; leave it out")
    }
    if let loss {
      do { _ = try TrainingLoss(parsing: loss) } catch { throw ValidationError("--loss: \(error)") }
    }
  }

  var neededPaths: [String] { [masks.data, training.start].compactMap { $0 } }

  func run() throws { try execute(arguments: Array(CommandLine.arguments), isResumed: false) }

  func execute(arguments: [String], isResumed: Bool) throws {
    try SegmentationTraining(command: self).carryOut(arguments: arguments, isResumed: isResumed)
  }
}
