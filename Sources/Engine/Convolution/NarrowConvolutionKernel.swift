internal import CKernels
internal import Tensors

/// The input gradient of a layer with few input channels, usually a network's first.
///
/// oneDNN reaches a fraction of its usual rate there, and an attack needs it at every step. A strided layer's gradient is
/// computed phase by phase: what lies a stride apart is reached by the same taps.
final class NarrowConvolutionKernel: Kernel {
  let geometry: ConvolutionGeometry
  let scratchCount: Int
  private let shape: ck_narrow_shape
  /// Weights that are constant; others are the second input, and are packed at every run.
  private let packedWeights: [Float]?
  private let scratchPerThread: Int

  /// Packs the weights `[O, C, kernel…]` of the layer whose gradient this is, if they are known; nil when the geometry is
  /// of another kind.
  init?(_ geometry: ConvolutionGeometry, weights: Tensor?) {
    guard geometry.isTransposed, geometry.groups == 1, geometry.sourceChannels >= 8,
      geometry.destinationChannels <= Int(CK_NARROW_MAX_CHANNELS), geometry.kernel.product > 1,
      geometry.kernel.count <= 3, geometry.padBefore.allSatisfy({ $0 >= 0 })
    else { return nil }
    var shape = Self.shape(geometry)
    shape.reads_bfloat16 = geometry.sourceElement == .bf16
    let (depth, height) = (shape.kernel.0, shape.kernel.1)
    let held = depth * ((height - 1) * shape.dilations.1 / shape.strides.1 + 1)
    guard depth * height <= 49, held <= 196 else { return nil }
    self.shape = shape
    self.geometry = geometry
    packedWeights = weights.map { weights in
      var packed = [Float](repeating: 0, count: ck_narrow_weight_count(&shape))
      weights.withUnsafeScalars { ck_narrow_pack_weights(&shape, $0.baseAddress, &packed) }
      return packed
    }
    scratchPerThread = ck_narrow_scratch_count(&shape)
    let packedCount = packedWeights == nil ? ck_narrow_weight_count(&shape) : 0
    scratchCount = scratchPerThread * Int(ck_thread_count()) + packedCount
  }

  func run(_ memory: KernelMemory) {
    guard let scratch = memory.scratch else { return }
    if let packedWeights {
      packedWeights.withUnsafeBufferPointer { packed in
        if let address = packed.baseAddress { run(memory, packed: address, scratch) }
      }
    } else {
      var shape = shape
      let packed = scratch + scratchPerThread * Int(ck_thread_count())
      ck_narrow_pack_weights(&shape, memory.inputs[1], packed)
      run(memory, packed: packed, scratch)
    }
  }

  private func run(_ memory: KernelMemory, packed: UnsafePointer<Float>, _ scratch: UnsafeMutablePointer<Float>) {
    var shape = shape
    let pieces = ck_narrow_piece_count(&shape)
    withUnsafePointer(to: &shape) { shape in
      Parallel.forEachRange(pieces, grain: 1) { range in
        ck_narrow_convolution(
          shape, memory.inputs[0], packed, memory.outputs[0],
          scratch + Int(ck_thread_index()) * scratchPerThread, range.lowerBound, range.upperBound)
      }
    }
  }

  private static func shape(_ geometry: ConvolutionGeometry) -> ck_narrow_shape {
    var shape = ck_narrow_shape()
    shape.batch = geometry.batch
    shape.source_channels = geometry.sourceChannels
    shape.channels = geometry.destinationChannels
    shape.source = leading(geometry.source, filler: 1)
    shape.result = leading(geometry.destination, filler: 1)
    shape.kernel = leading(geometry.kernel, filler: 1)
    shape.strides = leading(geometry.strides, filler: 1)
    shape.dilations = leading(geometry.dilations, filler: 1)
    shape.pad_before = leading(geometry.padBefore, filler: 0)
    return shape
  }
}
