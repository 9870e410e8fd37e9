import ArgumentParser

/// What may be traded for memory.
struct MemoryOptions: ParsableArguments {
  @Flag(
    name: .customLong("recompute"),
    help: ArgumentHelp(
      "Run layers again for the gradient rather than keep what they made, where that saves memory.",
      discussion: "For volumes and deep networks. Up to one forward pass longer; the same results, bit for bit."))
  var recomputes = false
}
