internal import CKernels
internal import Tensors

/// The input gradient of a strided layer with few input channels, as many encoders begin with.
///
/// `NarrowConvolutionKernel` does those of stride 1.
final class FoldedGradientKernel: Kernel {
  let geometry: ConvolutionGeometry
  let scratchCount: Int
  private let shape: ck_folded_shape
  private let weights: PackedFloats

  /// Packs the weights `[O, C, kernel…]` of the layer whose gradient this is, constants; nil for other geometries.
  init?(_ geometry: ConvolutionGeometry, weights: Tensor) {
    guard geometry.isTransposed, geometry.groups == 1, geometry.strides.contains(where: { $0 > 1 }),
      geometry.kernel.count <= 3, geometry.destinationChannels <= 4, geometry.sourceChannels >= 8,
      geometry.kernel.product > 1, geometry.kernel.dropLast().product <= 49, geometry.sourceElement == .f32
    else { return nil }
    var shape = ck_folded_shape()
    shape.batch = geometry.batch
    shape.channels = geometry.sourceChannels
    shape.results = geometry.destinationChannels
    shape.source = leading(geometry.source, filler: 1)
    shape.result = leading(geometry.destination, filler: 1)
    shape.kernel = leading(geometry.kernel, filler: 1)
    shape.strides = leading(geometry.strides, filler: 1)
    shape.dilations = leading(geometry.dilations, filler: 1)
    shape.pad_before = leading(geometry.padBefore, filler: 0)
    shape.workers = Int(ck_thread_count())
    self.shape = shape
    self.geometry = geometry
    self.weights = PackedFloats(count: ck_folded_weight_count(&shape)) { packed in
      weights.withUnsafeScalars { ck_folded_pack_weights(&shape, $0.baseAddress, packed) }
    }
    scratchCount = ck_folded_scratch_count(&shape)
  }

  func run(_ memory: KernelMemory) {
    guard let scratch = memory.scratch else { return }
    withUnsafePointer(to: shape) { shape in
      Parallel.forEachRange(shape.pointee.workers, grain: 1) { workers in
        for worker in workers {
          ck_folded(shape, memory.inputs[0], weights.address, memory.outputs[0], scratch, worker)
        }
      }
    }
  }
}
