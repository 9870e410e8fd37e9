internal import Graphs
internal import Tensors

/// How long the input gradient of a first layer takes, as oneDNN computes it and as a plan does.
package struct FirstLayerTiming: Sendable, Codable {
  package let layer: FirstLayer
  /// Floating-point operations, products with padding left out.
  package let operations: Int
  /// Of the faster one of oneDNN's formulations.
  package let libraryMilliseconds: Double
  /// Of the kernel that a plan chooses.
  package let planMilliseconds: Double
  package let libraryImplementation: String
  package let planImplementation: String
  /// The largest difference between the two results, over the largest number in them.
  package let difference: Double

  /// Billions of operations a second.
  package var libraryGigaflops: Double { Double(operations) / libraryMilliseconds / 1e6 }
  package var planGigaflops: Double { Double(operations) / planMilliseconds / 1e6 }
  package var ratio: Double { libraryMilliseconds / planMilliseconds }
  /// What filling every lane is worth over filling one for each input channel.
  package var bound: Double { 16 / Double(layer.channels) }
}

extension FirstLayer {
  /// Runs oneDNN's kernels and the plan's in turn, after two rounds that do not count; medians count.
  ///
  /// oneDNN may compute the gradient as a transposed convolution, or with stride 1 as a convolution with mirrored weights:
  /// the faster counts.
  package func timing(rounds: Int) throws -> FirstLayerTiming {
    precondition(rounds > 0, "FirstLayer: \(rounds) rounds")
    let weights = Tensor(shape: weightShape, scalars: KernelTurns.numbers(weightShape.product))
    let shape = try resultShape()
    let geometry = ConvolutionGeometry(transposing: convolution, dy: shape, w: weightShape, dx: inputShape)
    let library = try Self.libraryKernels(geometry, weights)
    let own = try planStep(weights, cotangent: shape)
    let found = try Self.times(library + [own.kernel], of: geometry, rounds: rounds)
    let fastest = library.indices.min { found.milliseconds[$0] < found.milliseconds[$1] } ?? 0
    return FirstLayerTiming(
      layer: self, operations: 2 * geometry.multiplicationCount, libraryMilliseconds: found.milliseconds[fastest],
      planMilliseconds: found.milliseconds[library.count], libraryImplementation: library[fastest].implementation,
      planImplementation: own.label, difference: found.difference)
  }

  private static func libraryKernels(
    _ geometry: ConvolutionGeometry, _ weights: Tensor
  ) throws -> [ConvolutionKernel] {
    var kernels = [
      try ConvolutionKernel(geometry, weights: weights, bias: nil, activation: nil, name: "first layer")
    ]
    if let mirrored = geometry.mirrored {
      let own = mirrored.mirrored(weights)
      kernels.append(
        try ConvolutionKernel(mirrored, weights: own, bias: nil, activation: nil, name: "first layer"))
    }
    return kernels
  }

  /// The step that computes the gradient in a plan of nothing else.
  private func planStep(_ weights: Tensor, cotangent shape: [Int]) throws -> Step {
    var graph = Graph()
    let dy = graph.addInput(shape: shape)
    let transposed = ConvolutionTranspose(convolution, inputExtents: extents)
    graph.outputs = [try graph(transposed, dy, graph.addConstant(weights))]
    let program = try Lowering.program(for: graph, outputs: graph.outputs, cotangents: [], gradients: [])
    guard let step = program.steps.first(where: { $0.kernel is any ConvolvingKernel }) else {
      throw EngineError("first layer", "its gradient is no single kernel")
    }
    return step
  }

  /// Medians of the kernels, and how far the results of the last one are from those of the first.
  private static func times(
    _ kernels: [any Kernel], of geometry: ConvolutionGeometry, rounds: Int
  ) throws -> (milliseconds: [Double], difference: Double) {
    let source = geometry.batch * geometry.source.product * geometry.sourceChannels
    let result = geometry.batch * geometry.destination.product * geometry.destinationChannels
    let (sourceRoom, resultRoom) = (MemoryMap.rounded(source), MemoryMap.rounded(result))
    let scratch = kernels.map(\.scratchCount).max() ?? 0
    let arena = try Arena(count: sourceRoom + kernels.count * resultRoom + scratch)
    defer { withExtendedLifetime(arena) {} }
    arena.base.update(from: KernelTurns.numbers(source), count: source)
    let results = kernels.indices.map { arena.base + sourceRoom + $0 * resultRoom }
    let timed = zip(kernels, results).map { kernel, result in
      let memory = KernelMemory(
        inputs: [UnsafePointer(arena.base)], outputs: [result],
        scratch: arena.base + sourceRoom + kernels.count * resultRoom)
      return (kernel: kernel, memory: memory)
    }
    let times = try KernelTurns.seconds(of: timed, rounds: rounds, warmUps: 2)
    let difference = difference(results[kernels.count - 1], from: results[0], count: result)
    return (times.map { max(1000 * $0.median, .leastNormalMagnitude) }, difference)
  }

  private static func difference(
    _ found: UnsafePointer<Float>, from expected: UnsafePointer<Float>, count: Int
  ) -> Double {
    var (largest, scale) = (0.0, Double.leastNormalMagnitude)
    for index in 0..<count {
      let gap = abs(Double(found[index]) - Double(expected[index]))
      // A value that is no number must not be passed over.
      largest = gap.isNaN ? .infinity : max(largest, gap)
      scale = max(scale, abs(Double(expected[index])))
    }
    return largest / scale
  }
}
