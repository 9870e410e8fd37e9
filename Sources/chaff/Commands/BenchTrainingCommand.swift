import ArgumentParser
import Engine
import Foundation
import Graphs
import Networks
import Tensors

struct BenchTrainingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training", abstract: "Milliseconds of a training step: forward pass and every parameter's gradient.",
    discussion: """
      The optimiser's part is not counted.

      Examples:
        chaff bench training radar-conv3d --batch 16
        chaff bench training network.json --batch 16 --json
      """)

  @Argument(help: "An architecture's name, or a JSON file with its settings.") var network: String
  @Option(help: "Samples in a batch.") var batch = 16
  @OptionGroup var timing: TimingOptions
  @Flag(help: "Where the time goes, beside what the machine could do; see 'chaff help bench model'.") var profile =
    false
  @Flag(help: "Print one JSON object.") var json = false

  func validate() throws {
    guard (1...4096).contains(batch) else { throw ValidationError("--batch must lie in 1...4096, is \(batch)") }
  }

  func run() throws {
    let architecture = try architecture()
    let form = try architecture.graph(.training, batch: batch)
    let plan = try Plan(compiling: form.graph, taps: form.batchStatistics, gradientTargets: form.parameters)
    let inputs = try inputs(of: form, architecture)
    if profile {
      let found = try ModelProfile(
        of: plan, named: type(of: architecture).identifier, at: inputs, batch: batch, passes: timing.repeats)
      return Console.print(json ? try JSONText.of(found) : found.text)
    }
    let forward = try MedianTime.milliseconds(timing.repeats) { _ = try plan.forward(inputs) }
    let step = try MedianTime.milliseconds(timing.repeats) {
      // The cotangent is that of `Σ logits²`, as on the other side of the comparison.
      let logits = try plan.forward(inputs)[0]
      _ = try plan.pullback([Tensor(shape: logits.shape, scalars: logits.scalars.map { 2 * $0 })])
    }
    try present(
      Result(
        network: type(of: architecture).identifier, batch: batch, parameters: try parameterCount(of: architecture),
        forward_ms: forward, step_ms: step, peak_memory_mb: PeakMemory.megabytes))
  }

  private func architecture() throws -> any Architecture {
    guard network.hasSuffix(".json") else { return try Architectures.named(network) }
    return try JSONDecoder().decode(AnyArchitecture.self, from: Data(contentsOf: URL(fileURLWithPath: network))).base
  }

  /// Random samples, the parameters before the first step, and masks that drop nothing.
  private func inputs(of form: NetworkGraph, _ architecture: any Architecture) throws -> [Tensor] {
    var random = RandomStream(seed: 1)
    let shape = form.graph.shape(of: form.input)
    let samples = Tensor(
      shape: shape, scalars: (0..<shape.product).map { _ in Float.random(in: 0...1, using: &random) })
    let specification = try architecture.specification()
    let parameters = try specification.initialParameters(seed: 1)
      .tensors(named: specification.parameters.map(\.name))
    return [samples] + parameters + form.dropoutMasks.map { Tensor(repeating: 1, shape: $0.shape) }
  }

  private func parameterCount(of architecture: any Architecture) throws -> Int {
    try architecture.specification().parameters.reduce(0) { $0 + $1.shape.product }
  }

  private func present(_ result: Result) throws {
    if json { return Console.print(try JSONText.of(result)) }
    Console.print(
      String(
        format: "%@ (%d parameters), batch %d: forward %.2f ms, training step %.2f ms, peak memory %.0f MB",
        result.network, result.parameters, result.batch, result.forward_ms, result.step_ms, result.peak_memory_mb))
  }

  /// Named as the scripts of the comparison name them.
  private struct Result: Encodable {
    let network: String
    let batch: Int
    let parameters: Int
    // swift-format-ignore: AlwaysUseLowerCamelCase
    let forward_ms: Double, step_ms: Double, peak_memory_mb: Double
  }
}
