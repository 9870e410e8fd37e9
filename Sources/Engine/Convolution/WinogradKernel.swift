internal import CKernels
internal import COneDNN
internal import Tensors

/// A convolution with 3 × 3 taps along its last two axes by Winograd's minimal filtering, F(4 × 4, 3 × 3).
///
/// A quarter of the products of the direct sum, and about twice its speed from 32 channels on; the rounding error is a few
/// times the direct sum's. Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016, arXiv:1509.09308.
final class WinogradKernel: Kernel {
  let geometry: ConvolutionGeometry
  let scratchCount: Int
  private let shape: ck_winograd_shape
  private let weights: PackedFloats
  private let bias: PackedFloats?
  /// Floats of the inputs that lie beside what is read of them.
  let unreadCount: Int

  /// Whether a convolution can be run so.
  static func fits(_ geometry: ConvolutionGeometry, activation: FusedActivation?) -> Bool {
    let leading = geometry.kernel.count - 2
    return !geometry.isTransposed && geometry.groups == 1 && (0...1).contains(leading)
      && geometry.kernel.suffix(2) == [3, 3]
      && geometry.kernel.prefix(leading).allSatisfy { $0 <= Int(CK_WINOGRAD_MOST_DEPTH) }
      && geometry.strides.allSatisfy { $0 == 1 } && geometry.dilations.allSatisfy { $0 == 1 }
      && geometry.sourceChannels % 4 == 0 && geometry.destinationChannels % 4 == 0
      && geometry.sourceChannels >= 8 && geometry.destinationChannels >= 8
      && geometry.sourceElement == .f32 && geometry.destinationElement == .f32
      && (activation.map { $0.lanes != nil } ?? true)
  }

  /// Transforms the weights `[O, I, kernel…]`; the geometry must fit.
  ///
  /// `parts` are the source's channels, one after another, where it is not one tensor; each has an input of its own.
  /// `divisions` are the channels of each output, where the result is not one tensor. With a gate, what it looks at is the
  /// next input, arranged as the result.
  init(
    _ geometry: ConvolutionGeometry, weights: Tensor, bias: Tensor?, activation: FusedActivation?,
    gate: ResultGate? = nil, parts: [SourcePart]? = nil, divisions: [Int]? = nil
  ) {
    precondition(gate == nil || divisions == nil, "WinogradKernel: a gate looks at a whole result")
    let parts = parts ?? [SourcePart(shape: [geometry.batch] + geometry.source + [geometry.sourceChannels])]
    var shape = ck_winograd_shape()
    shape.part_count = parts.count
    withUnsafeMutableBytes(of: &shape.parts) { bytes in
      for (index, part) in parts.enumerated() { bytes.bindMemory(to: ck_winograd_part.self)[index] = part.lanes }
    }
    withUnsafeMutableBytes(of: &shape.divisions) { bytes in
      for (index, channels) in (divisions ?? [geometry.destinationChannels]).enumerated() {
        bytes.bindMemory(to: Int.self)[index] = channels
      }
    }
    unreadCount = parts.reduce(0) { $0 + $1.unreadCount }
    shape.batch = geometry.batch
    shape.channels = geometry.sourceChannels
    shape.results = geometry.destinationChannels
    shape.source = leading(geometry.source, filler: 1)
    shape.result = leading(geometry.destination, filler: 1)
    shape.pad_before = leading(geometry.padBefore, filler: 0)
    shape.kernel_depth = geometry.kernel.dropLast(2).product
    shape.workers = Int(ck_thread_count())
    shape.activation = activation?.lanes ?? ck_activation()
    shape.gate = gate?.lanes ?? ck_gate()
    self.shape = shape
    self.geometry = geometry
    self.weights = SharedWeights.packed(weights.scalars, as: "winograd \(weights.shape)") {
      PackedFloats(count: ck_winograd_weight_count(&shape)) { packed in
        weights.withUnsafeScalars { ck_winograd_pack_weights(&shape, $0.baseAddress, packed) }
      }
    }
    self.bias = bias.map { PackedFloats(filledUp: $0.scalars) }
    scratchCount = ck_winograd_scratch_count(&shape)
  }

  func run(_ memory: KernelMemory) {
    guard let scratch = memory.scratch else { return }
    let sources = memory.inputs.prefix(shape.part_count).map(Optional.some)
    let results = memory.outputs.map(Optional.some)
    let known = memory.inputs.count > sources.count ? memory.inputs[sources.count] : nil
    withUnsafePointer(to: shape) { shape in
      for pass in 0..<ck_winograd_pass_count(shape) {
        Parallel.forEachRange(shape.pointee.workers, grain: 1) { workers in
          for worker in workers {
            ck_winograd(
              shape, sources, weights.address, bias?.address, known, results, scratch, pass, worker)
          }
        }
      }
    }
  }
}

/// Three numbers for C, the last of `values` last.
func leading(_ values: [Int], filler: Int) -> (Int, Int, Int) {
  let padded = [Int](repeating: filler, count: 3 - values.count) + values
  return (padded[0], padded[1], padded[2])
}

extension FusedActivation {
  /// The same for the kernels of our own; nil where they have none.
  var lanes: ck_activation? {
    switch kind {
    case CDNN_IDENTITY: ck_activation(kind: CK_KEEP, alpha: 0, beta: 0)
    case CDNN_RELU: ck_activation(kind: CK_RECTIFY, alpha: alpha, beta: 0)
    case CDNN_CLIP: ck_activation(kind: CK_LIMIT, alpha: alpha, beta: beta)
    default: nil
    }
  }
}
