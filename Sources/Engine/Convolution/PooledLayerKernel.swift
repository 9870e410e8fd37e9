internal import CKernels
internal import Tensors

/// A convolution of few channels with its relu and its pooling by 2 × 2, usually a network's first layer.
///
/// What the convolution gives is pooled while it is in registers: the largest array of a network is neither written nor
/// read. Inputs: x, plain. Outputs: the pooled result, channels-last; for a gradient also, in bytes, which element of its
/// window each result is.
final class PooledLayerKernel: Kernel {
  let geometry: ConvolutionGeometry
  let scratchCount: Int
  private let layer: ck_pooled_layer
  private let weights: PackedFloats
  private let bias: PackedFloats?
  private let share: PooledLayerShare

  /// Packs the weights `[O, C, kernel…]`; nil for a geometry of another kind.
  init?(_ geometry: ConvolutionGeometry, weights: Tensor, bias: Tensor?, rectifies: Bool) {
    guard var layer = ck_pooled_layer(geometry, rectifies: rectifies) else { return nil }
    self.geometry = geometry
    self.layer = layer
    self.weights = PackedFloats(count: ck_pooled_layer_weight_count(&layer)) { packed in
      weights.withUnsafeScalars { ck_pooled_layer_pack(&layer, $0.baseAddress, packed) }
    }
    self.bias = bias.map { PackedFloats($0.scalars) }
    share = PooledLayerShare(units: ck_pooled_layer_unit_count(&layer), scratch: ck_pooled_layer_scratch_count(&layer))
    scratchCount = share.scratchCount
  }

  func run(_ memory: KernelMemory) {
    guard let scratch = memory.scratch else { return }
    let choice = memory.outputs.count > 1 ? memory.outputs[1].bytes : nil
    withUnsafePointer(to: layer) { layer in
      share.forEach(scratch) { units, scratch in
        ck_pooled_layer_forward(
          layer, memory.inputs[0], weights.address, bias?.address, memory.outputs[0], choice, scratch,
          units.lowerBound, units.upperBound)
      }
    }
  }
}

/// The input gradient of a `PooledLayerKernel`, window by window where it has 6 to 9 taps in a plane, else plane by plane.
///
/// Inputs: the cotangent of the pooled result, channels-last, and the choice of elements; output: that of x, plain.
final class PooledLayerGradientKernel: Kernel {
  /// The gradient of the convolution alone.
  let geometry: ConvolutionGeometry
  let scratchCount: Int
  private let layer: ck_pooled_layer
  private let weights: PackedFloats
  private let share: PooledLayerShare

  /// Packs the weights `[O, C, kernel…]` of the layer; nil for a geometry of another kind.
  init?(_ geometry: ConvolutionGeometry, weights: Tensor, rectifies: Bool) {
    guard var layer = ck_pooled_layer(geometry, rectifies: rectifies) else { return nil }
    self.layer = layer
    self.geometry = geometry.transposed
    self.weights = PackedFloats(count: ck_pooled_layer_gradient_weight_count(&layer)) { packed in
      weights.withUnsafeScalars { ck_pooled_layer_gradient_pack(&layer, $0.baseAddress, packed) }
    }
    share = PooledLayerShare(
      units: ck_pooled_layer_gradient_unit_count(&layer), scratch: ck_pooled_layer_gradient_scratch_count(&layer))
    scratchCount = share.scratchCount
  }

  func run(_ memory: KernelMemory) {
    guard let scratch = memory.scratch else { return }
    withUnsafePointer(to: layer) { layer in
      share.forEach(scratch) { units, scratch in
        ck_pooled_layer_gradient(
          layer, memory.inputs[0], memory.inputs[1].bytes, weights.address, memory.outputs[0], scratch,
          units.lowerBound, units.upperBound)
      }
    }
  }
}

/// Who does what: as many parts as there were threads when the plan was made, each with scratch memory of its own.
private struct PooledLayerShare {
  let units: Int
  let scratch: Int
  private let workers = Int(ck_thread_count())

  init(units: Int, scratch: Int) {
    self.units = units
    self.scratch = scratch
  }

  var scratchCount: Int { scratch * workers }

  func forEach(
    _ memory: UnsafeMutablePointer<Float>, _ body: (Range<Int>, UnsafeMutablePointer<Float>) -> Void
  ) {
    Parallel.forEachRange(workers, grain: 1) { own in
      for worker in own {
        body(units * worker / workers..<units * (worker + 1) / workers, memory + worker * scratch)
      }
    }
  }
}

extension ck_pooled_layer {
  /// Planes of all channels that a row of taps reaches must fit into a second-level cache.
  private static let mostScratch = 1 << 18

  fileprivate init?(_ geometry: ConvolutionGeometry, rectifies: Bool) {
    guard !geometry.isTransposed, geometry.groups == 1, (1...4).contains(geometry.sourceChannels),
      geometry.destinationChannels > 0, geometry.destinationChannels % 4 == 0, (2...3).contains(geometry.kernel.count),
      (geometry.strides + geometry.dilations).allSatisfy({ $0 == 1 }),
      zip(geometry.padBefore + geometry.padAfter, geometry.kernel + geometry.kernel).allSatisfy({
        (0..<$1).contains($0)
      }), geometry.destination.suffix(2).allSatisfy({ $0 > 1 })
    else { return nil }
    self.init()
    batch = geometry.batch
    channels = geometry.sourceChannels
    results = geometry.destinationChannels
    source = leading(geometry.source, filler: 1)
    result = leading(geometry.destination, filler: 1)
    kernel = leading(geometry.kernel, filler: 1)
    pad_before = leading(geometry.padBefore, filler: 0)
    self.rectifies = rectifies
    guard kernel.0 <= Int(CK_POOLED_MOST_FRAMES), ck_pooled_layer_gradient_scratch_count(&self) <= Self.mostScratch,
      ck_pooled_layer_scratch_count(&self) <= Self.mostScratch
    else { return nil }
  }
}

extension UnsafePointer<Float> {
  fileprivate var bytes: UnsafePointer<UInt8> { UnsafeRawPointer(self).assumingMemoryBound(to: UInt8.self) }
}

extension UnsafeMutablePointer<Float> {
  fileprivate var bytes: UnsafeMutablePointer<UInt8> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: UInt8.self)
  }
}
