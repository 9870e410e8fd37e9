internal import Graphs
internal import Tensors

/// How fast matrices are multiplied: the best of a few large products and convolutions that the engine itself would run.
enum ProductProbe {
  /// Billions of operations a second, a multiplication and an addition being two.
  static func gigaflops(_ precision: Precision) throws(EngineError) -> Double {
    var best = 0.0
    for geometry in products + [convolution] {
      var geometry = geometry
      if precision == .bf16 { (geometry.sourceElement, geometry.destinationElement) = (.bf16, .bf16) }
      best = max(best, try gigaflops(geometry))
    }
    return best
  }

  /// Matrices of one tap over 2048 rows.
  private static var products: [ConvolutionGeometry] {
    [256, 512, 1024].map { width in
      ConvolutionGeometry(
        Convolution(strides: [1], padBefore: [0], padAfter: [0], dilations: [1]), x: [1, width, 2048],
        w: [width, width, 1], y: [1, width, 2048])
    }
  }

  private static var convolution: ConvolutionGeometry {
    ConvolutionGeometry(
      Convolution(strides: [1, 1], padBefore: [1, 1], padAfter: [1, 1], dilations: [1, 1]), x: [1, 128, 64, 64],
      w: [128, 128, 3, 3], y: [1, 128, 64, 64])
  }

  private static func gigaflops(_ geometry: ConvolutionGeometry) throws(EngineError) -> Double {
    let weights = Tensor(
      repeating: 0.01, shape: [geometry.destinationChannels, geometry.sourceChannels] + geometry.kernel)
    let kernel = try ConvolutionKernel(geometry, weights: weights, bias: nil, activation: nil, name: "roofline")
    let sizes = [
      geometry.sourceElement.floatCount(geometry.batch * geometry.sourceChannels * geometry.source.product),
      geometry.destinationElement.floatCount(
        geometry.batch * geometry.destinationChannels * geometry.destination.product),
    ].map(MemoryMap.rounded)
    let arena = try Arena(count: sizes[0] + sizes[1] + kernel.scratchCount)
    defer { withExtendedLifetime(arena) {} }
    let memory = KernelMemory(
      inputs: [UnsafePointer(arena.base)], outputs: [arena.base + sizes[0]], scratch: arena.base + sizes[0] + sizes[1])
    let times = try KernelTurns.seconds(of: [(kernel, memory)], rounds: 12, warmUps: 0)[0]
    return Double(2 * geometry.multiplicationCount) / (times.min() ?? .infinity) / 1e9
  }
}
