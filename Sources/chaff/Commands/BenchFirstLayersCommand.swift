import ArgumentParser
import Engine

struct BenchFirstLayersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "first-layers", abstract: "Input gradients of layers with few channels beside oneDNN's.",
    discussion: """
      Kernels alone, without a network: oneDNN's faster formulation and what a plan chooses, in turn, medians. The last \
      columns are the most that filling every lane of a vector can be worth over oneDNN, and the share of the machine's \
      peak in matrix products. OMP_NUM_THREADS says on how many threads.

      Examples: chaff bench first-layers; chaff bench first-layers --channels 3 --stride 2 --json
      """)

  @Option(help: "Only layers of so many input channels, 1 to 4.") var channels: Int?
  @Option(help: "Only layers of so many results: 16, 32 or 64.") var results: Int?
  @Option(help: "Only layers of so many spatial axes, 1 to 3.") var axes: Int?
  @Option(help: "Only layers of this stride, 1 or 2.") var stride: Int?
  @OptionGroup var timing: TimingOptions
  @Flag(help: "Print one JSON object.") var json = false

  func validate() throws {
    guard !layers.isEmpty else {
      throw ValidationError("No such layers; see 'chaff help bench first-layers' for what there is")
    }
  }

  func run() throws {
    let roofline = try Roofline.measured()
    let timings = try layers.map { try $0.timing(rounds: timing.repeats) }
    let found = FirstLayerComparison(timings, on: roofline)
    Console.print(json ? try JSONText.of(found) : found.text)
  }

  private var layers: [FirstLayer] {
    FirstLayer.usual.filter { layer in
      (channels ?? layer.channels) == layer.channels && (results ?? layer.results) == layer.results
        && (axes ?? layer.kernel.count) == layer.kernel.count && (stride ?? layer.stride) == layer.stride
    }
  }
}
