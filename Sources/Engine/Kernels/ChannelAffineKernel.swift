internal import CKernels

/// `y[r, c] = scale[c]·x[r, c] + shift[c]` on channels-last rows.
///
/// The output may be `x`.
/// Inputs: `x [rows, C]`, `scale [C]`, and `shift [C]` if there is one.
package final class ChannelAffineKernel: Kernel {
  private let rows: Int
  private let channels: Int

  package init(rows: Int, channels: Int) {
    self.rows = rows
    self.channels = channels
  }

  package func run(_ memory: KernelMemory) {
    let (x, scale, y) = (memory.inputs[0], memory.inputs[1], memory.outputs[0])
    let shift = memory.inputs.count > 2 ? memory.inputs[2] : nil
    let channels = channels
    Parallel.forEachRange(rows, grain: max(1, StridedRows.grain / max(1, channels))) { range in
      let begin = range.lowerBound * channels
      ck_channel_affine(x + begin, scale, shift, y + begin, range.count, channels)
    }
  }
}
