import ArgumentParser

/// What may be traded for memory.
struct MemoryOptions: ParsableArguments {
  @Flag(
    name: .customLong("recompute"),
    help: ArgumentHelp(
      "Run layers again for the gradient rather than keep what they made, where that saves memory.",
      discussion: "For volumes and deep networks. Takes up to one forward pass longer; the results are the same, bit for bit."
    ))
  var recomputes = false
}
