internal import CKernels

/// Batch normalisation of `[rows, C]`, channels last, with the statistics of the batch.
///
/// Inputs `x, scale, shift`; outputs `y, mean, variance`. With `rectifies`, the relu that follows is applied before `y` is
/// stored. `y` may be `x`.
package final class BatchNormalizationKernel: Kernel {
  private let rows: BatchRows
  private let rectifies: Bool

  package init(rows: Int, channels: Int, epsilon: Float, rectifies: Bool = false) {
    self.rows = BatchRows(rows: rows, channels: channels, epsilon: epsilon)
    self.rectifies = rectifies
  }

  package var scratchCount: Int { rows.scratchCount }

  package func run(_ memory: KernelMemory) {
    let (x, y, mean, variance) = (memory.inputs[0], memory.outputs[0], memory.outputs[1], memory.outputs[2])
    let channels = ck_batch_channels(
      scale: memory.inputs[1], shift: memory.inputs[2], mean: mean, variance: variance)
    rows.withPartialSums(memory.scratch) { shape, partial in
      rows.forEachChunk { ck_batch_sums(shape, x, partial, $0.lowerBound, $0.upperBound) }
      ck_batch_moments(shape, partial, mean, variance)
      rows.forEachRange {
        ck_batch_normalize(shape, channels, rectifies, x, y, $0.lowerBound, $0.upperBound)
      }
    }
  }
}

/// The gradient of `BatchNormalizationKernel`.
///
/// Inputs `x, scale, mean, variance, dy` and, with `rectifies`, `shift`: `dy` is then the cotangent of the relu after the
/// normalisation, whose sign is found again from `x`. Outputs `dx, dscale, dshift`; `dx` may be `dy`.
package final class BatchNormalizationGradientKernel: Kernel {
  private let rows: BatchRows
  private let rectifies: Bool

  package init(rows: Int, channels: Int, epsilon: Float, rectifies: Bool = false) {
    self.rows = BatchRows(rows: rows, channels: channels, epsilon: epsilon)
    self.rectifies = rectifies
  }

  package var scratchCount: Int { rows.scratchCount }

  package func run(_ memory: KernelMemory) {
    let (x, scale, dy) = (memory.inputs[0], memory.inputs[1], memory.inputs[4])
    let (dx, dscale, dshift) = (memory.outputs[0], memory.outputs[1], memory.outputs[2])
    let channels = ck_batch_channels(
      // Without a relu the shift changes nothing: any numbers will do.
      scale: scale, shift: rectifies ? memory.inputs[5] : scale, mean: memory.inputs[2], variance: memory.inputs[3])
    rows.withPartialSums(memory.scratch) { shape, partial in
      rows.forEachChunk {
        ck_batch_gradient_sums(shape, channels, rectifies, x, dy, partial, $0.lowerBound, $0.upperBound)
      }
      ck_batch_gradient_moments(shape, channels, partial, dscale, dshift)
      rows.forEachRange {
        ck_batch_gradient(
          shape, channels, dscale, dshift, rectifies, x, dy, dx, $0.lowerBound, $0.upperBound)
      }
    }
  }
}

/// How the rows of a batch are summed: in chunks that depend on the shape alone.
struct BatchRows {
  let shape: ck_batch_shape

  init(rows: Int, channels: Int, epsilon: Float) {
    let chunk = max(16, 4 * StridedRows.grain / max(1, channels))
    shape = ck_batch_shape(
      rows: rows, channels: channels, chunk: chunk, chunks: (rows + chunk - 1) / chunk, epsilon: epsilon)
  }

  /// Two sums in Double for every chunk and channel, and room to align them.
  var scratchCount: Int { 2 * 2 * shape.chunks * shape.channels + 2 }

  func withPartialSums(
    _ scratch: UnsafeMutablePointer<Float>?,
    _ body: (UnsafePointer<ck_batch_shape>, UnsafeMutablePointer<Double>) -> Void
  ) {
    guard let scratch, shape.rows > 0, shape.channels > 0 else { return }
    let partial = UnsafeMutableRawPointer(scratch).alignedUp(for: Double.self).assumingMemoryBound(to: Double.self)
    withUnsafePointer(to: shape) { body($0, partial) }
  }

  func forEachChunk(_ body: (Range<Int>) -> Void) { Parallel.forEachRange(shape.chunks, grain: 1, body) }

  func forEachRange(_ body: (Range<Int>) -> Void) {
    Parallel.forEachRange(shape.rows, grain: max(1, StridedRows.grain / max(1, shape.channels)), body)
  }
}
