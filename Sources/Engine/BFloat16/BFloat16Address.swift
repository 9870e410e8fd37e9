internal import CKernels

/// Buffers are counted in floats; those of bf16 hold two numbers in each.
extension UnsafePointer<Float> {
  var bfloat16: UnsafePointer<ck_bfloat16> {
    UnsafeRawPointer(self).assumingMemoryBound(to: ck_bfloat16.self)
  }
}

extension UnsafeMutablePointer<Float> {
  var bfloat16: UnsafeMutablePointer<ck_bfloat16> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: ck_bfloat16.self)
  }
}
