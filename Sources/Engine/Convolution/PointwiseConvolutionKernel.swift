internal import CKernels
internal import Tensors

/// A convolution of one tap with stride 1: the channels of every pixel times one matrix, packed once.
///
/// Each result is summed in the order of the channels, whatever its company is: bits do not depend on the batch.
final class PointwiseConvolutionKernel: Kernel {
  /// A sum is taken in one go, and rounds as often as it has terms.
  private static let mostChannels = 4096

  let geometry: ConvolutionGeometry
  private let shape: ck_pointwise_shape
  private let weights: PackedFloats
  private let bias: PackedFloats?

  /// Whether a convolution can be run so.
  static func fits(_ geometry: ConvolutionGeometry, activation: FusedActivation?) -> Bool {
    !geometry.isTransposed && geometry.groups == 1 && geometry.kernel.allSatisfy { $0 == 1 }
      && geometry.strides.allSatisfy { $0 == 1 } && (geometry.padBefore + geometry.padAfter).allSatisfy { $0 == 0 }
      && (1...mostChannels).contains(geometry.sourceChannels)
      && geometry.sourceElement == .f32 && geometry.destinationElement == .f32
      && (activation.map { $0.lanes != nil } ?? true)
  }

  /// Packs the weights `[O, I, 1…]`; the geometry must fit.
  ///
  /// With a gate, what it looks at is the second input, arranged as the result.
  init(
    _ geometry: ConvolutionGeometry, weights: Tensor, bias: Tensor?, activation: FusedActivation?,
    gate: ResultGate? = nil
  ) {
    let (channels, results) = (geometry.sourceChannels, geometry.destinationChannels)
    var shape = ck_pointwise_shape()
    shape.pixels = geometry.batch * geometry.source.product
    shape.channels = channels
    shape.results = results
    shape.activation = activation?.lanes ?? ck_activation()
    shape.gate = gate?.lanes ?? ck_gate()
    self.shape = shape
    self.geometry = geometry
    self.weights = SharedWeights.packed(weights.scalars, as: "pointwise \(weights.shape)") {
      PackedFloats(count: ck_panel_count(channels, results)) { packed in
        weights.withUnsafeScalars { ck_pack_panels($0.baseAddress, 1, channels, channels, results, packed) }
      }
    }
    self.bias = bias.map { PackedFloats(filledUp: $0.scalars) }
  }

  func run(_ memory: KernelMemory) {
    let known = memory.inputs.count > 1 ? memory.inputs[1] : nil
    withUnsafePointer(to: shape) { shape in
      let pieces = ck_pointwise_piece_count(shape)
      let products = max(1, geometry.operationCount / 2)
      Parallel.forEachRange(pieces, grain: max(1, pieces * (1 << 17) / products)) { range in
        ck_pointwise(
          shape, memory.inputs[0], weights.address, bias?.address, known, memory.outputs[0], range.lowerBound,
          range.upperBound)
      }
    }
  }
}
