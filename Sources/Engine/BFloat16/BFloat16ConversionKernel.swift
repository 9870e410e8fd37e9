internal import CKernels

/// Rounds Float to bf16, or makes Float of bf16 again.
package final class BFloat16ConversionKernel: Kernel {
  package enum Direction { case narrowing, widening }

  private let direction: Direction
  private let count: Int

  package init(_ direction: Direction, count: Int) {
    self.direction = direction
    self.count = count
  }

  package func run(_ memory: KernelMemory) {
    let (x, y) = (memory.inputs[0], memory.outputs[0])
    Parallel.forEachRange(count, grain: StridedRows.grain) { range in
      let begin = range.lowerBound
      switch direction {
      case .narrowing: ck_bfloat16_narrow(x + begin, y.bfloat16 + begin, range.count)
      case .widening: ck_bfloat16_widen(x.bfloat16 + begin, y + begin, range.count)
      }
    }
  }
}

/// Writes each row of `channels` numbers as twice as many of bf16: the numbers rounded, then what rounding took.
package final class BFloat16SplitKernel: Kernel {
  private let rows: Int
  private let channels: Int

  package init(rows: Int, channels: Int) {
    self.rows = rows
    self.channels = channels
  }

  package func run(_ memory: KernelMemory) {
    let (x, y, channels) = (memory.inputs[0], memory.outputs[0].bfloat16, channels)
    Parallel.forEachRange(rows, grain: max(1, StridedRows.grain / max(1, channels))) { range in
      let begin = range.lowerBound * channels
      ck_bfloat16_split(x + begin, y + 2 * begin, range.count, channels)
    }
  }
}
