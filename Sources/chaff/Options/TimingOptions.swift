import ArgumentParser

/// How often something is timed.
struct TimingOptions: ParsableArguments {
  @Option(help: "Timed repetitions; the median counts.") var repeats = 7

  func validate() throws {
    guard (1...10_000).contains(repeats) else {
      throw ValidationError("--repeats must lie in 1...10000, is \(repeats)")
    }
  }
}
