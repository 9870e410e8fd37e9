/// What one run of a kernel costs, as far as it can be counted beforehand.
package struct KernelWork: Equatable {
  /// Floating-point operations, a multiplication and an addition being two; nil where nobody has counted them.
  package var operations: Int?
  /// What is multiplied, as which the machine has a peak of its own.
  package var multipliesBFloat16 = false
  /// Bytes read beside the buffers of the step: weights that the kernel has packed for itself.
  package var packedBytes = 0
  /// Bytes of the step's buffers that are left alone.
  package var untouchedBytes = 0
  /// False for a kernel that reads no more of its inputs than it writes.
  package var readsWholeInputs = true

  /// The sizes, to tell steps of one name apart.
  package var detail: String?

  package init(
    operations: Int? = nil, multipliesBFloat16: Bool = false, packedBytes: Int = 0, untouchedBytes: Int = 0,
    readsWholeInputs: Bool = true, detail: String? = nil
  ) {
    self.detail = detail
    self.operations = operations
    self.multipliesBFloat16 = multipliesBFloat16
    self.packedBytes = packedBytes
    self.untouchedBytes = untouchedBytes
    self.readsWholeInputs = readsWholeInputs
  }
}

extension Kernel {
  package var work: KernelWork { KernelWork() }
}

extension KernelWork {
  /// Bytes that a run reads and writes: every buffer once, however often the kernel comes back to it.
  func byteCount(inputs: [Int], outputs: [Int]) -> Int {
    let written = outputs.reduce(0, +)
    let read = readsWholeInputs ? inputs.reduce(0, +) : min(written, inputs.reduce(0, +))
    return (read + written) * MemoryLayout<Float>.stride + packedBytes - untouchedBytes
  }
}
