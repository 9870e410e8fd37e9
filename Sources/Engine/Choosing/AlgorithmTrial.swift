internal import Tensors

/// Times the algorithms of one layer on numbers of its own.
struct AlgorithmTrial {
  /// What decides: the least of so many runs of each, in turn.
  private static let rounds = 4
  private static let leastWork = 50_000_000
  private static let mostWork = 1_000_000_000

  private let geometry: ConvolutionGeometry

  /// Large layers are tried on some of their rows, small ones on several samples.
  init(_ geometry: ConvolutionGeometry) {
    var tried = geometry
    tried.batch = 1
    tried.batch = max(1, min(16, Self.leastWork / max(1, tried.operationCount)))
    if tried.operationCount > Self.mostWork {
      let rows = max(16, tried.destination[0] * Self.mostWork / tried.operationCount)
      let cut = max(0, tried.destination[0] - rows)
      tried.destination[0] -= cut
      tried.source[0] = max(1, tried.source[0] - cut)
    }
    self.geometry = tried
  }

  func fastest(
    of algorithms: [ConvolutionAlgorithm], expecting expected: ConvolutionAlgorithm
  ) throws(EngineError) -> ConvolutionAlgorithm {
    let taps = [geometry.destinationChannels, geometry.sourceChannels] + geometry.kernel
    let weights = Tensor(shape: taps, scalars: KernelTurns.numbers(taps.product))
    var kernels: [any Kernel] = []
    for algorithm in algorithms {
      kernels.append(
        try algorithm.kernel(geometry, weights: weights, bias: nil, activation: nil, name: "trial").kernel)
    }
    return .chosen(from: algorithms, taking: try leastTimes(of: kernels), expecting: expected)
  }

  private func leastTimes(of kernels: [any Kernel]) throws(EngineError) -> [Double] {
    let source = MemoryMap.rounded(geometry.batch * geometry.source.product * geometry.sourceChannels)
    let destination = MemoryMap.rounded(geometry.batch * geometry.destination.product * geometry.destinationChannels)
    let arena = try Arena(count: source + destination + (kernels.map(\.scratchCount).max() ?? 0))
    defer { withExtendedLifetime(arena) {} }
    arena.base.update(from: KernelTurns.numbers(source), count: source)
    let memory = KernelMemory(
      inputs: [UnsafePointer(arena.base)], outputs: [arena.base + source],
      scratch: arena.base + source + destination)
    // The first run warms up.
    let times = try KernelTurns.seconds(of: kernels.map { ($0, memory) }, rounds: Self.rounds, warmUps: 1)
    return times.map { $0.min() ?? .infinity }
  }
}

extension ConvolutionAlgorithm {
  /// The fastest by these times; what is expected of a layer holds unless another is faster by a tenth of its own time, for a
  /// busy machine must not decide for ever.
  package static func chosen(
    from algorithms: [Self], taking times: [Double], expecting expected: Self
  ) -> Self {
    var (fastest, least) = (expected, Double.infinity)
    for (algorithm, time) in zip(algorithms, times) {
      let weighted = algorithm == expected ? time / 1.1 : time
      if weighted < least { (fastest, least) = (algorithm, weighted) }
    }
    return fastest
  }
}

extension ConvolutionGeometry {
  /// Floating-point operations of the direct sum, products that meet padding included.
  var operationCount: Int {
    2 * batch * destination.product * destinationChannels * (sourceChannels / groups) * kernel.product
  }
}
