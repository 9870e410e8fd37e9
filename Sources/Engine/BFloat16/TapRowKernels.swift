internal import CKernels

/// Makes channels of the taps along the last axis, each number in two of bf16: what a first layer reads.
///
/// Input `[rows, width, C]` in Float; output `[rows, result, 2 · taps · C]` in bf16.
package final class BFloat16UnfoldKernel: Kernel {
  package let scratchCount: Int
  private let rows: Int
  private let shape: ck_tap_rows
  private let scratchPerThread: Int

  package init(rows: Int, width: Int, result: Int, channels: Int, taps: Int, stride: Int, pad: Int) {
    self.rows = rows
    var shape = ck_tap_rows(
      width: width, result: result, channels: channels, taps: taps, stride: stride, pad: pad)
    scratchPerThread = MemoryMap.rounded(Element.bf16.floatCount(ck_bfloat16_unfold_scratch(&shape)))
    scratchCount = scratchPerThread * Int(ck_thread_count())
    self.shape = shape
  }

  package func run(_ memory: KernelMemory) {
    guard let scratch = memory.scratch, shape.result > 0 else { return }
    let grain = max(1, StridedRows.grain / (shape.result * shape.taps * shape.channels))
    withUnsafePointer(to: shape) { shape in
      Parallel.forEachRange(rows, grain: grain) { range in
        let own = scratch + Int(ck_thread_index()) * scratchPerThread
        ck_bfloat16_unfold(
          shape, memory.inputs[0], memory.outputs[0].bfloat16, own.bfloat16, range.lowerBound, range.upperBound)
      }
    }
  }
}

/// The adjoint in Float: sums what the taps along the last axis, which came as channels, have to say about a column.
///
/// Input `[rows, width, taps · C]`; output `[rows, result, C]`.
package final class FoldKernel: Kernel {
  private let rows: Int
  private let shape: ck_tap_rows

  package init(rows: Int, width: Int, result: Int, channels: Int, taps: Int, pad: Int) {
    self.rows = rows
    shape = ck_tap_rows(width: width, result: result, channels: channels, taps: taps, stride: 1, pad: pad)
  }

  package func run(_ memory: KernelMemory) {
    guard shape.result > 0 else { return }
    let grain = max(1, StridedRows.grain / (shape.result * shape.taps * shape.channels))
    withUnsafePointer(to: shape) { shape in
      Parallel.forEachRange(rows, grain: grain) { range in
        ck_fold_taps(shape, memory.inputs[0], memory.outputs[0], range.lowerBound, range.upperBound)
      }
    }
  }
}
