internal import CKernels

/// A convolution or transposed convolution on oneDNN whose weights are packed at every run: those of a network in
/// training.
///
/// Inputs: x, `w [O, I/groups, kernel…]` and, if there is one, the bias. With `mirrors`, the weights are those of the
/// convolution whose stride-1 adjoint this is.
final class VariableConvolutionKernel: Kernel {
  private let primitive: ConvolutionPrimitive
  let geometry: ConvolutionGeometry
  private let mirrors: Bool

  init(
    _ geometry: ConvolutionGeometry, mirrors: Bool, hasBias: Bool, activation: FusedActivation?, name: String
  ) throws(EngineError) {
    self.geometry = geometry
    self.mirrors = mirrors
    primitive = try ConvolutionPrimitive(geometry, hasBias: hasBias, activation: activation, name: name)
  }

  var implementation: String { primitive.implementation }

  private var mirroredCount: Int { mirrors ? MemoryMap.rounded(geometry.weightCount) : 0 }

  var scratchCount: Int { mirroredCount + primitive.scratchCount }

  func run(_ memory: KernelMemory) throws(EngineError) {
    let bias = memory.inputs.count > 2 ? memory.inputs[2] : nil
    if mirrors, let scratch = memory.scratch {
      geometry.mirrorWeights(memory.inputs[1], into: scratch)
      try primitive.load(scratch, bias: bias)
    } else {
      try primitive.load(memory.inputs[1], bias: bias)
    }
    try primitive.run(memory.inputs[0], memory.outputs[0], memory.scratch.map { $0 + mirroredCount })
  }
}

extension ConvolutionGeometry {
  var weightCount: Int { sourceChannels * (destinationChannels / groups) * kernel.reduce(1, *) }

  /// Weights `[O, I/G, kernel…]` of the convolution whose adjoint this one is (from its O to its I channels), turned into
  /// its own, `[I, O/G, kernel…]` with the taps mirrored.
  func mirrorWeights(_ weights: UnsafePointer<Float>, into mirrored: UnsafeMutablePointer<Float>) {
    ck_mirror_weights(
      weights, mirrored, groups, sourceChannels / groups, destinationChannels / groups, kernel.reduce(1, *))
  }
}
