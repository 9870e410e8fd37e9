internal import COneDNN
internal import Tensors

/// A convolution or transposed convolution on oneDNN, with constant weights packed once.
final class ConvolutionKernel: Kernel {
  let scratchCount: Int
  /// oneDNN's name of the implementation it chose.
  let implementation: String
  private let handle: OpaquePointer

  /// Packs the weights `[O, I/groups, kernel…]` of the convolution (of its adjoint if the geometry is transposed); the
  /// bias has one number per destination channel.
  init(
    _ geometry: ConvolutionGeometry, weights: Tensor, bias: Tensor?, activation: FusedActivation?, name: String
  ) throws(EngineError) {
    var shape = geometry.shape(activation: activation)
    var status: Int32 = 0
    let made = weights.withUnsafeScalars { weights in
      guard let bias else { return cdnn_convolution_create(&shape, weights.baseAddress, nil, &status) }
      return bias.withUnsafeScalars { cdnn_convolution_create(&shape, weights.baseAddress, $0.baseAddress, &status) }
    }
    guard let made else {
      throw EngineError(name, "oneDNN has no such convolution (\(String(cString: cdnn_status_name(status))))")
    }
    handle = made
    scratchCount = (cdnn_convolution_scratch_size(made) + 3) / 4
    implementation = cdnn_convolution_implementation(made).map { String(cString: $0) } ?? "unknown"
  }

  deinit { cdnn_convolution_destroy(handle) }

  func run(_ memory: KernelMemory) throws(EngineError) {
    let status = cdnn_convolution_run(handle, memory.inputs[0], memory.outputs[0], memory.scratch)
    guard status == 0 else {
      throw EngineError(implementation, "oneDNN failed: \(String(cString: cdnn_status_name(status)))")
    }
  }
}

extension Tensor {
  /// Weights `[O, I/G, kernel…]` of a convolution turned into those of its stride-1 adjoint, `[I, O/G, kernel…]`, taps
  /// mirrored.
  func mirroredWeights(groups: Int) -> Tensor {
    let (outputs, inputs) = (shape[0] / groups, shape[1])
    let taps = shape.dropFirst(2).reduce(1, *)
    var mirrored = [Float](repeating: 0, count: count)
    for group in 0..<groups {
      for o in 0..<outputs {
        for i in 0..<inputs {
          let from = ((group * outputs + o) * inputs + i) * taps
          let to = ((group * inputs + i) * outputs + o) * taps
          for tap in 0..<taps { mirrored[to + taps - 1 - tap] = scalars[from + tap] }
        }
      }
    }
    return Tensor(shape: [inputs * groups, outputs] + shape.dropFirst(2), scalars: mirrored)
  }
}
