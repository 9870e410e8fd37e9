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
  private let isBFloat16: Bool

  /// With `masksNonPositive`, cotangents where `y ≤ 0` count as zero: the gradient of a relu before (or after) the
  /// pooling comes at no cost.
  package init(_ operation: MaxPoolGradient, input: [Int], masksNonPositive: Bool = false, isBFloat16: Bool = false) {
    geometry = PoolingGeometry(operation.window, input: input)
    self.masksNonPositive = masksNonPositive
    isDisjoint = operation.window.isDisjoint
    self.isBFloat16 = isBFloat16
  }

  package func run(_ memory: KernelMemory) {
    guard geometry.outputCount > 0 else {
      let count = geometry.samples * geometry.inputSampleCount
      return Parallel.fill(
        memory.outputs[0], with: 0, count: (isBFloat16 ? Element.bf16 : .f32).floatCount(count))
    }
    if isDisjoint { runDisjoint(memory) } else { runOverlapping(memory) }
  }

  /// Every thread owns rows of windows and what lies between them and the next.
  private func runDisjoint(_ memory: KernelMemory) {
    let rows = geometry.outputRows
    let grain = max(1, StridedRows.grain * rows / (geometry.samples * geometry.inputSampleCount))
    withUnsafePointer(to: geometry.window) { window in
      Parallel.forEachRange(rows, grain: grain) { range in
        let (x, y, dy, dx) = (memory.inputs[0], memory.inputs[1], memory.inputs[2], memory.outputs[0])
        if isBFloat16 {
          ck_bfloat16_max_pool_gradient_disjoint(
            window, masksNonPositive, x.bfloat16, y.bfloat16, dy.bfloat16, dx.bfloat16, range.lowerBound,
            range.upperBound)
        } else {
          ck_max_pool_gradient_disjoint(window, masksNonPositive, x, y, dy, dx, range.lowerBound, range.upperBound)
        }
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
          let end = min(first + block, channels)
          let (x, y, dy, dx) = (memory.inputs[0], memory.inputs[1], memory.inputs[2], memory.outputs[0])
          if isBFloat16 {
            ck_bfloat16_max_pool_gradient_overlapping(
              window, masksNonPositive, x.bfloat16 + input, y.bfloat16 + output, dy.bfloat16 + output,
              dx.bfloat16 + input, first, end)
          } else {
            ck_max_pool_gradient_overlapping(
              window, masksNonPositive, x + input, y + output, dy + output, dx + input, first, end)
          }
        }
      }
    }
  }
}
