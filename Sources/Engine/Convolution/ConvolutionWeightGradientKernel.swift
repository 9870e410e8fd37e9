internal import COneDNN

/// The gradient of a convolution in its weights, on oneDNN.
///
/// Inputs (x, dy), channels-last; output `dw [O, I/groups, kernel…]`.
final class ConvolutionWeightGradientKernel: Kernel {
  let geometry: ConvolutionGeometry
  let scratchCount: Int
  /// oneDNN's name of the implementation it chose.
  let implementation: String
  private let handle: OpaquePointer

  init(_ geometry: ConvolutionGeometry, name: String) throws(EngineError) {
    var shape = geometry.shape(activation: nil)
    var status: Int32 = 0
    guard let made = cdnn_weight_gradient_create(&shape, &status) else {
      throw EngineError(name, "oneDNN has no such weight gradient (\(String(cString: cdnn_status_name(status))))")
    }
    handle = made
    self.geometry = geometry
    scratchCount = (cdnn_weight_gradient_scratch_size(made) + 3) / 4
    implementation = cdnn_weight_gradient_implementation(made).map { String(cString: $0) } ?? "unknown"
  }

  deinit { cdnn_weight_gradient_destroy(handle) }

  func run(_ memory: KernelMemory) throws(EngineError) {
    let status = cdnn_weight_gradient_run(
      handle, memory.inputs[0], memory.inputs[1], memory.outputs[0], memory.scratch)
    guard status == 0 else {
      throw EngineError(implementation, "oneDNN failed: \(String(cString: cdnn_status_name(status)))")
    }
  }
}
