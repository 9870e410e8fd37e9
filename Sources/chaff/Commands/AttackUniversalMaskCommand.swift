import ArgumentParser
import Segmentation
import Tensors

struct AttackUniversalMaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "universal-mask",
    abstract: "Find one perturbation for many images of a segmentation network, and try it on others.",
    discussion: """
      Searches with the images of --train-samples all at once, then adds the same perturbation to those of --samples that
      are not among them. Writes OUTPUT/perturbation.npy, perturbation.png, summary.json and report.html. Interrupted or
      killed, the same command goes on where it was.

      Examples: the same word whatever the image; no lesion, all else as it is.
        chaff attack universal-mask models/skin-unet/model.yaml --data datasets/skin-default --train-samples first:8 \\
          --target text:HI --size 8/255 --output runs/word
        chaff attack universal-mask models/skin-unet/model.yaml --data datasets/skin-default --train-samples first:8 \\
          --target erase:lesion --size 8/255 --output runs/vanished
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var masks: MaskOptions
  @Option(
    name: .customLong("train-samples"),
    help: "The samples to search with, in the words of --samples; those are held out that remain of --samples.")
  var trainSamples: String
  @OptionGroup var windows: WindowOptions
  @OptionGroup var attack: UniversalMaskOptions
  @Option(help: "Where the perturbation may go: all, inside, outside, ring:4, border:8, mask:{id}.png, …")
  var region = "all"
  @OptionGroup var arithmetic: PrecisionOptions
  @Option(name: .shortAndLong, help: "The folder to make.", completion: .directory) var output: String
  @Flag(help: "Replace what an earlier search left in the folder, finished or not.") var force = false
  @Option(help: "Seed of random regions and of the random change to compare with.") var seed: UInt64 = 0
  @Flag(inversion: .prefixedNo, help: "Build report.html.") var report = true
  @OptionGroup var memory: MemoryOptions
  @Flag(help: "Print the summary as one JSON object.") var json = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func validate() throws {
    if output.isEmpty { throw ValidationError("--output is empty; name a folder") }
    if masks.source.pixelSpacing != nil {
      throw ValidationError("--pixel-spacing is for distances, and universal-mask measures none; leave it out")
    }
    do { _ = try SampleSelection(parsing: trainSamples) } catch { throw ValidationError("--train-samples: \(error)") }
    do { _ = try RegionSpecification(parsing: region) } catch { throw ValidationError("--region: \(error)") }
  }

  func run() throws { try carryOut(arguments: Array(CommandLine.arguments)) }

  /// Searches, or goes on with a search that has begun in the folder; `arguments` are those that it began with.
  func carryOut(arguments: [String]) throws { try UniversalMaskSession(command: self).carryOut(arguments: arguments) }
}
