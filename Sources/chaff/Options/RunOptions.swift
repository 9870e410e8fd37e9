import ArgumentParser

/// What every attack command takes besides model, data and attack.
struct RunOptions: ParsableArguments {
  /// Whether the checks are made that need passes of their own.
  enum Sanity: String, CaseIterable, ExpressibleByArgument { case on, off }

  @Option(name: .shortAndLong, help: "The run folder to make.", completion: .directory) var output: String
  @Flag(help: "Replace an earlier run in the folder.") var force = false
  @Option(help: "Seed of everything random; the same seed gives the same results.") var seed: UInt64 = 0
  @Option(help: "Samples run at once.") var batch = 8
  @Option(help: "Layer of the heat maps; by default the last convolution.") var layer: String?
  @Flag(inversion: .prefixedNo, help: "Compute Grad-CAM heat maps before and after.") var heatmaps = true
  @Flag(inversion: .prefixedNo, help: "Keep clean and adversarial inputs in the run folder.") var arrays = true
  @Flag(inversion: .prefixedNo, help: "Build report.html.") var report = true
  @Option(help: "Probe the victim and the attack before the first sample: on or off.") var sanity = Sanity.on
  @OptionGroup var arithmetic: PrecisionOptions
  @OptionGroup var memory: MemoryOptions
  @Flag(help: "Print the summary as one JSON object.") var json = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func validate() throws {
    guard (1...4096).contains(batch) else { throw ValidationError("--batch must lie in 1...4096, is \(batch)") }
  }
}
