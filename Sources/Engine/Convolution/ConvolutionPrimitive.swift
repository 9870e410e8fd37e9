internal import COneDNN
internal import Tensors

/// A convolution or transposed convolution of oneDNN, with room for its packed weights.
final class ConvolutionPrimitive {
  let geometry: ConvolutionGeometry
  let scratchCount: Int
  /// oneDNN's name of the implementation it chose.
  let implementation: String
  private let handle: OpaquePointer

  init(
    _ geometry: ConvolutionGeometry, hasBias: Bool, activation: FusedActivation?, name: String
  ) throws(EngineError) {
    var shape = geometry.shape(activation: activation)
    var status: Int32 = 0
    guard let made = cdnn_convolution_create(&shape, hasBias, &status) else {
      throw EngineError(name, "oneDNN has no such convolution (\(String(cString: cdnn_status_name(status))))")
    }
    handle = made
    self.geometry = geometry
    scratchCount = (cdnn_convolution_scratch_size(made) + 3) / 4
    implementation = cdnn_convolution_implementation(made).map { String(cString: $0) } ?? "unknown"
  }

  deinit { cdnn_convolution_destroy(handle) }

  /// Packs the weights `[O, I/groups, kernel…]` of the convolution (of its adjoint if the geometry is transposed); the
  /// bias has one number per destination channel.
  func load(_ weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?) throws(EngineError) {
    try check(cdnn_convolution_load(handle, weights, bias))
  }

  /// `x` and `y` hold what the geometry says.
  func run(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutablePointer<Float>?)
    throws(EngineError)
  {
    try check(cdnn_convolution_run(handle, x, y, scratch))
  }

  private func check(_ status: Int32) throws(EngineError) {
    guard status == 0 else {
      throw EngineError(implementation, "oneDNN failed: \(String(cString: cdnn_status_name(status)))")
    }
  }
}
