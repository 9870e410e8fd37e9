internal import CKernels
internal import Tensors

/// A convolution that reads few channels, usually a network's first.
///
/// oneDNN multiplies a tap at a time, which leaves it two or three numbers to multiply with; here all taps along the last
/// axis are one row.
final class FewChannelsKernel: Kernel {
  let geometry: ConvolutionGeometry
  let scratchCount: Int
  private let shape: ck_few_shape
  private let weights: PackedFloats
  private let bias: PackedFloats?

  /// Packs the weights `[O, I, kernel…]`; nil for a geometry of another kind.
  init?(_ geometry: ConvolutionGeometry, weights: Tensor, bias: Tensor?, activation: FusedActivation?) {
    guard !geometry.isTransposed, geometry.groups == 1, geometry.sourceChannels <= 4, geometry.kernel.count <= 3,
      geometry.destinationChannels % 4 == 0, geometry.dilations.last == 1, geometry.kernel.product > 1,
      geometry.kernel.dropLast().product <= 49, (geometry.padBefore + geometry.padAfter).allSatisfy({ $0 >= 0 }),
      geometry.sourceElement == .f32, geometry.destinationElement == .f32,
      let lanes = activation.map(\.lanes) ?? ck_activation()
    else { return nil }
    var shape = ck_few_shape()
    shape.batch = geometry.batch
    shape.channels = geometry.sourceChannels
    shape.results = geometry.destinationChannels
    shape.source = leading(geometry.source, filler: 1)
    shape.result = leading(geometry.destination, filler: 1)
    shape.kernel = leading(geometry.kernel, filler: 1)
    shape.strides = leading(geometry.strides, filler: 1)
    shape.dilations = leading(geometry.dilations, filler: 1)
    shape.pad_before = leading(geometry.padBefore, filler: 0)
    shape.pad_after = leading(geometry.padAfter, filler: 0)
    shape.activation = lanes
    self.shape = shape
    self.geometry = geometry
    self.weights = PackedFloats(count: ck_few_weight_count(&shape)) { packed in
      weights.withUnsafeScalars { ck_few_pack_weights(&shape, $0.baseAddress, packed) }
    }
    self.bias = bias.map { PackedFloats(filledUp: $0.scalars) }
    scratchCount = ck_few_padded_count(&shape)
  }

  func run(_ memory: KernelMemory) {
    guard let padded = memory.scratch else { return }
    withUnsafePointer(to: shape) { shape in
      Parallel.forEachRange(ck_few_plane_count(shape), grain: 1) { planes in
        ck_few_pad(shape, memory.inputs[0], padded, planes.lowerBound, planes.upperBound)
      }
      Parallel.forEachRange(ck_few_piece_count(shape), grain: 1) { rows in
        ck_few(shape, padded, weights.address, bias?.address, memory.outputs[0], rows.lowerBound, rows.upperBound)
      }
    }
  }
}

extension PackedFloats {
  /// A bias, with zeros up to whole panels.
  convenience init(filledUp scalars: [Float]) {
    self.init(scalars + [Float](repeating: 0, count: -scalars.count & (Int(CK_PANEL_WIDTH) - 1)))
  }
}
