internal import CKernels
internal import Tensors

/// A transposed convolution whose stride is its kernel, as U-Nets enlarge with: every input element fills a block of its
/// own, so each row of the result is one matrix product.
///
/// oneDNN runs these as the gradient of a convolution, channels-last at a tenth of its usual rate.
final class BlockTransposedConvolutionKernel: Kernel {
  let geometry: ConvolutionGeometry
  private let shape: ck_blocks_shape
  private let weights: PackedFloats
  private let bias: PackedFloats
  private let firstChannel: Int
  /// Floats of the output that are not the result.
  let otherCount: Int

  /// Packs the weights `[I, O, kernel…]`, constants; nil for other geometries.
  ///
  /// With `place`, the result is a part of the channels of the output, and the others stay as they are.
  init?(
    _ geometry: ConvolutionGeometry, weights: Tensor, bias: Tensor?, activation: FusedActivation?,
    in place: (first: Int, of: Int)? = nil
  ) {
    guard Self.fits(geometry), geometry.sourceElement == .f32,
      place == nil || geometry.destinationChannels % 16 == 0, let lanes = activation.map(\.lanes) ?? ck_activation()
    else { return nil }
    var shape = ck_blocks_shape()
    shape.batch = geometry.batch
    shape.channels = geometry.sourceChannels
    shape.results = geometry.destinationChannels
    shape.source = leading(geometry.source, filler: 1)
    shape.block = leading(geometry.kernel, filler: 1)
    shape.place = place?.of ?? geometry.destinationChannels
    shape.activation = lanes
    firstChannel = place?.first ?? 0
    otherCount =
      geometry.batch * geometry.destination.product * (shape.place - geometry.destinationChannels)
    self.shape = shape
    self.geometry = geometry
    self.weights = PackedFloats(count: ck_blocks_weight_count(&shape)) { packed in
      packed.initialize(repeating: 0, count: ck_blocks_weight_count(&shape))
      weights.withUnsafeScalars { ck_blocks_pack_weights(&shape, $0.baseAddress, packed) }
    }
    let bias = bias?.scalars
    self.bias = PackedFloats(count: ck_blocks_bias_count(&shape)) { ck_blocks_pack_bias(&shape, bias, $0) }
  }

  /// Whether every input element fills a block of its own.
  static func fits(_ geometry: ConvolutionGeometry) -> Bool {
    geometry.isTransposed && geometry.groups == 1 && geometry.strides == geometry.kernel && geometry.kernel.count <= 3
      && geometry.kernel.product > 1 && geometry.sourceChannels >= 8
      && (geometry.kernel[geometry.kernel.count - 1] * geometry.destinationChannels) % 4 == 0
      && (geometry.padBefore + geometry.padAfter).allSatisfy { $0 == 0 }
      && geometry.destination == zip(geometry.source, geometry.kernel).map { $0 * $1 }
  }

  func run(_ memory: KernelMemory) {
    withUnsafePointer(to: shape) { shape in
      Parallel.forEachRange(ck_blocks_piece_count(shape), grain: 1) { range in
        ck_blocks(
          shape, memory.inputs[0], weights.address, bias.address, memory.outputs[0] + firstChannel, range.lowerBound,
          range.upperBound)
      }
    }
  }
}
