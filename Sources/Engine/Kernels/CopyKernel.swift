internal import CKernels

/// The same scalars in another place: a reshape that cannot share memory.
package final class CopyKernel: Kernel {
  private let count: Int

  package init(count: Int) { self.count = count }

  package func run(_ memory: KernelMemory) { Parallel.copy(memory.inputs[0], to: memory.outputs[0], count: count) }
}

extension Parallel {
  static func copy(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    forEachRange(count, grain: StridedRows.grain) { range in
      y.advanced(by: range.lowerBound).update(from: x + range.lowerBound, count: range.count)
    }
  }

  static func fill(_ y: UnsafeMutablePointer<Float>, with value: Float, count: Int) {
    forEachRange(count, grain: StridedRows.grain) { range in
      ck_fill(y + range.lowerBound, value, range.count)
    }
  }
}
