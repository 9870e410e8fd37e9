import ArgumentParser
import Engine
import Foundation
import ONNX
import Tensors
import Victims

struct BenchModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Milliseconds of a forward pass, and of a forward pass with input gradient.",
    discussion: """
      Examples: chaff bench net.onnx --batch 8 --json; chaff bench net.yaml --region frames:52-69 also times a pass that \
      computes only what changes with the region.
      """)

  @OptionGroup var model: ModelOptions
  @Option(help: "Samples in a batch.") var batch = 1
  @OptionGroup var arithmetic: PrecisionOptions
  @OptionGroup var memory: MemoryOptions
  @OptionGroup var timing: TimingOptions
  @Flag(
    help: ArgumentHelp(
      "Where the time of a forward pass with input gradient goes, beside what the machine could do.",
      discussion: "A probe measures the machine first: products of matrices, and the bandwidth of caches and memory."))
  var profile = false
  @Option(help: "Also time passes over what can change with this region, e.g. frames:52-69; needs the model's axes.")
  var region: String?
  @Flag(help: "Print one JSON object.") var json = false

  func validate() throws {
    guard (1...4096).contains(batch) else { throw ValidationError("--batch must lie in 1...4096, is \(batch)") }
  }

  func run() throws {
    let loaded = try model.load()
    let precision = try arithmetic.resolved
    let runner = try loaded.runner(largestBatch: batch, recomputes: memory.recomputes)
    var random = RandomStream(seed: 1)
    let input = Tensor(
      shape: [batch] + loaded.inputShape,
      scalars: (0..<batch * loaded.inputShape.product).map { _ in
        Float.random(in: 0...1, using: &random)
      })
    if profile {
      let found = try ModelProfile(
        of: runner, named: name(of: loaded), at: input, precision: precision, passes: timing.repeats)
      return Console.print(json ? try JSONText.of(found) : found.text)
    }
    // The cotangent is that of `Σ logits²`, as on the other side of the comparison.
    let gradient = try MedianTime.milliseconds(timing.repeats) {
      _ = try runner.gradient(at: input, precision: precision) { outputs, _ in outputs.map { 2 * $0 } }
    }
    // Of a gradient: forward passes alone have a plan of their own, with memory of its own.
    let peak = PeakMemory.megabytes
    let forward = try MedianTime.milliseconds(timing.repeats) { _ = try runner.forward(input, precision: precision) }
    let cone = try region.map {
      try ConeTiming(of: loaded, at: input, region: $0, precision, timing.repeats, recomputes: memory.recomputes)
    }
    let result = Result(
      model: name(of: loaded), batch: batch,
      precision: precision.rawValue, batchAtOnce: min(batch, runner.largestBatch), forward_ms: forward,
      gradient_ms: gradient,
      peak_memory_mb: peak, cone: cone,
      recomputation: try memory.recomputes ? Recomputed(runner.gradientPlan(batch: batch, precision: precision)) : nil)
    try present(result)
  }

  private func name(of loaded: LoadedModel) -> String {
    URL(fileURLWithPath: loaded.model.path).deletingPathExtension().lastPathComponent
  }

  private func present(_ result: Result) throws {
    if json {
      return Console.print(try JSONText.of(result))
    }
    Console.print(
      String(
        format: "%@, batch %d, %@: forward %.2f ms, forward and gradient %.2f ms, peak memory %.0f MB", result.model,
        result.batch, result.precision, result.forward_ms, result.gradient_ms, result.peak_memory_mb))
    if let cone = result.cone { Console.print(cone.description) }
    if let recomputation = result.recomputation { Console.print(recomputation.description) }
    if result.batchAtOnce < result.batch {
      Console.print("(sample by sample: the network does not keep samples apart)")
    }
  }

  /// Named as the scripts of the comparison name them.
  private struct Result: Encodable {
    let model: String
    let batch: Int
    let precision: String
    let batchAtOnce: Int
    // swift-format-ignore: AlwaysUseLowerCamelCase
    let forward_ms: Double, gradient_ms: Double, peak_memory_mb: Double
    let cone: ConeTiming?
    let recomputation: Recomputed?
  }

  /// What `--recompute` did to the buffers of the plan for gradients.
  private struct Recomputed: Encodable, CustomStringConvertible {
    let steps: Int
    // swift-format-ignore: AlwaysUseLowerCamelCase
    let buffers_mb: Double, saved_mb: Double

    init(_ plan: Plan) {
      steps = plan.repeatedStepCount
      buffers_mb = Double(plan.arenaByteCount) / 1_048_576
      saved_mb = Double(plan.savedByteCount) / 1_048_576
    }

    var description: String {
      guard steps > 0 else { return "nothing is run again: it would save less than a twentieth of the memory" }
      return String(
        format: "%d steps are run again: activations and gradients take %.1f MB instead of %.1f MB", steps, buffers_mb,
        buffers_mb + saved_mb)
    }
  }
}
