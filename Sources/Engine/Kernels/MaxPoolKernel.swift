internal import CKernels
package import Graphs

/// The largest value of each window, on `[N, spatial…, C]`.
package final class MaxPoolKernel: Kernel {
  private let geometry: PoolingGeometry
  private let isBFloat16: Bool

  package init(_ operation: MaxPool, input: [Int], isBFloat16: Bool = false) {
    geometry = PoolingGeometry(operation.window, input: input)
    self.isBFloat16 = isBFloat16
  }

  package func run(_ memory: KernelMemory) {
    let (x, y) = (memory.inputs[0], memory.outputs[0])
    let rows = geometry.outputRows
    guard rows > 0 else { return }
    let grain = max(1, StridedRows.grain * rows / max(1, geometry.samples * geometry.inputSampleCount))
    withUnsafePointer(to: geometry.window) { window in
      Parallel.forEachRange(rows, grain: grain) { range in
        if isBFloat16 {
          ck_bfloat16_max_pool(window, x.bfloat16, y.bfloat16, range.lowerBound, range.upperBound)
        } else {
          ck_max_pool(window, x, y, range.lowerBound, range.upperBound)
        }
      }
    }
  }
}
