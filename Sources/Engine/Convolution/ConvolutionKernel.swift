internal import Tensors

/// A convolution or transposed convolution on oneDNN, with constant weights packed once.
final class ConvolutionKernel: Kernel {
  let primitive: ConvolutionPrimitive

  /// Packs the weights `[O, I/groups, kernel…]` of the convolution (of its adjoint if the geometry is transposed); the
  /// bias has one number per destination channel.
  init(
    _ geometry: ConvolutionGeometry, weights: Tensor, bias: Tensor?, activation: FusedActivation?, name: String
  ) throws(EngineError) {
    primitive = try ConvolutionPrimitive(geometry, hasBias: bias != nil, activation: activation, name: name)
    let (weights, bias) = (weights.scalars, bias?.scalars)
    try primitive.load(weights, bias: bias ?? [])
  }

  var scratchCount: Int { primitive.scratchCount }
  var implementation: String { primitive.implementation }

  func run(_ memory: KernelMemory) throws(EngineError) {
    try primitive.run(memory.inputs[0], memory.outputs[0], memory.scratch)
  }
}
