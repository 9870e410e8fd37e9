internal import CKernels
package import Graphs

/// Sends each cotangent to the first largest element of its window, in row-major order of the window.
///
/// Inputs (x, y, dy), all `[N, spatial…, C]`; output `dx`. Nothing is remembered from the forward pass: the element is
/// found again by comparing `x` with `y`.
package final class MaxPoolGradientKernel: Kernel {
  private let geometry: PoolingGeometry
  private let masksNonPositive: Bool
  private let isDisjoint: Bool

  /// With `masksNonPositive`, cotangents where `y ≤ 0` count as zero: the gradient of a relu before (or after) the
  /// pooling comes at no cost.
  package init(_ operation: MaxPoolGradient, input: [Int], masksNonPositive: Bool = false) {
    geometry = PoolingGeometry(operation.window, input: input)
    self.masksNonPositive = masksNonPositive
    isDisjoint = operation.window.isDisjoint
  }

  package func run(_ memory: KernelMemory) {
    guard geometry.outputCount > 0 else {
      return Parallel.fill(memory.outputs[0], with: 0, count: geometry.samples * geometry.inputSampleCount)
    }
    if isDisjoint { runDisjoint(memory) } else { runOverlapping(memory) }
  }

  /// Every thread owns rows of windows and what lies between them and the next.
  private func runDisjoint(_ memory: KernelMemory) {
    let rows = geometry.outputRows
    let grain = max(1, StridedRows.grain * rows / (geometry.samples * geometry.inputSampleCount))
    withUnsafePointer(to: geometry.window) { window in
      Parallel.forEachRange(rows, grain: grain) { range in
        ck_max_pool_gradient_disjoint(
          window, masksNonPositive, memory.inputs[0], memory.inputs[1], memory.inputs[2], memory.outputs[0],
          range.lowerBound, range.upperBound)
      }
    }
  }

  /// Every thread owns channels of a sample, in blocks of two cache lines.
  private func runOverlapping(_ memory: KernelMemory) {
    let block = 32
    let channels = geometry.window.channels
    let blocks = (channels + block - 1) / block
    withUnsafePointer(to: geometry.window) { window in
      Parallel.forEachRange(geometry.samples * blocks, grain: 1) { range in
        for unit in range {
          let (input, output) = (unit / blocks * geometry.inputSampleCount, unit / blocks * geometry.outputSampleCount)
          let first = unit % blocks * block
          ck_max_pool_gradient_overlapping(
            window, masksNonPositive, memory.inputs[0] + input, memory.inputs[1] + output, memory.inputs[2] + output,
            memory.outputs[0] + input, first, min(first + block, channels))
        }
      }
    }
  }
}
