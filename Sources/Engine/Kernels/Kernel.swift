/// A node made ready to run: shapes, constants and algorithm are fixed, only the memory is handed in.
///
/// Every tensor is row-major in its *physical* shape. Spatial operations (convolution, pooling, resize, channel affine)
/// take `[N, spatial…, C]`; compilation rewrites the graph accordingly (`ChannelsLast`).
package protocol Kernel: AnyObject {
  /// Scratch memory the kernel wants while it runs, in floats.
  var scratchCount: Int { get }
  /// What a run costs, as far as the kernel knows it; for profiles.
  var work: KernelWork { get }
  func run(_ memory: KernelMemory) throws(EngineError)
}

extension Kernel {
  package var scratchCount: Int { 0 }
}

/// Where a kernel reads and writes.
///
/// The addresses stay the same for the life of a plan.
package struct KernelMemory {
  package let inputs: [UnsafePointer<Float>]
  package let outputs: [UnsafeMutablePointer<Float>]
  package let scratch: UnsafeMutablePointer<Float>?

  package init(
    inputs: [UnsafePointer<Float>], outputs: [UnsafeMutablePointer<Float>],
    scratch: UnsafeMutablePointer<Float>? = nil
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.scratch = scratch
  }
}
