internal import CKernels
package import Graphs

/// Batch normalisation, relu and max pooling at once, on `[N, spatial…, C]`.
///
/// Inputs `x, scale, shift`; outputs `y, mean, variance`, and for the gradient `argument` and `place`: the element that won
/// each window before its normalisation, and which it was. The normalised tensor itself is never written.
package final class BatchNormalizationPoolKernel: Kernel {
  private let pool: NormalizedPool

  /// `input` is the shape of `x`; the window must tile it (`PoolingWindow.tiles`).
  package init(_ operation: BatchNormalization, _ window: PoolingWindow, input: [Int]) {
    pool = NormalizedPool(window, input: input, epsilon: operation.epsilon)
  }

  package var scratchCount: Int { pool.scratchCount }

  package func run(_ memory: KernelMemory) {
    let (x, mean, variance) = (memory.inputs[0], memory.outputs[1], memory.outputs[2])
    let channels = ck_batch_channels(
      scale: memory.inputs[1], shift: memory.inputs[2], mean: mean, variance: variance)
    pool.all.withPartialSums(memory.scratch) { shape, partial in
      pool.all.forEachChunk { ck_batch_sums(shape, x, partial, $0.lowerBound, $0.upperBound) }
      ck_batch_moments(shape, partial, mean, variance)
      pool.withConstants(memory.scratch, channels, dscale: nil, dshift: nil) { window, constants, scratch in
        pool.forEachRow {
          ck_batch_normalize_pool(
            window, constants, x, memory.outputs[0], memory.outputs[3], memory.outputs[4], scratch(), $0.lowerBound,
            $0.upperBound)
        }
      }
    }
  }
}

/// The gradient of `BatchNormalizationPoolKernel`.
///
/// Inputs `x, scale, mean, variance, dy, argument, place`, `dy` being the cotangent of the pooled result; outputs `dx, dscale,
/// dshift`. `dx` may be `x`.
package final class BatchNormalizationPoolGradientKernel: Kernel {
  private let pool: NormalizedPool

  /// `input` is the shape of `x`; the window must tile it (`PoolingWindow.tiles`).
  package init(_ operation: BatchNormalizationGradient, _ window: PoolingWindow, input: [Int]) {
    pool = NormalizedPool(window, input: input, epsilon: operation.epsilon)
  }

  package var scratchCount: Int { pool.scratchCount }

  package func run(_ memory: KernelMemory) {
    let (x, dy, argument, place) = (memory.inputs[0], memory.inputs[4], memory.inputs[5], memory.inputs[6])
    let (dx, dscale, dshift) = (memory.outputs[0], memory.outputs[1], memory.outputs[2])
    let channels = ck_batch_channels(
      scale: memory.inputs[1], shift: nil, mean: memory.inputs[2], variance: memory.inputs[3])
    pool.pooled.withPartialSums(memory.scratch) { shape, partial in
      pool.pooled.forEachChunk {
        ck_batch_pool_gradient_sums(shape, channels, argument, place, dy, partial, $0.lowerBound, $0.upperBound)
      }
      ck_batch_gradient_moments(shape, channels, partial, dscale, dshift)
    }
    pool.withConstants(memory.scratch, channels, dscale: dscale, dshift: dshift) { window, constants, scratch in
      pool.forEachUnit {
        ck_batch_pool_gradient(
          window, constants, x, place, dy, dx, scratch(), $0.lowerBound, $0.upperBound)
      }
    }
  }
}

extension PoolingWindow {
  /// Whether the windows lie side by side from the first element on, none of them beyond the end.
  func tiles(_ spatial: [Int]) -> Bool {
    kernel.indices.allSatisfy { axis in
      strides[axis] == kernel[axis] && padBefore[axis] == 0 && padAfter[axis] == 0 && dilations[axis] == 1
        && outputExtent(axis: axis, input: spatial[axis]) * kernel[axis] <= spatial[axis]
    }
  }
}

/// The sizes of a normalised and pooled tensor, and how its kernels share their scratch memory.
private struct NormalizedPool {
  let geometry: PoolingGeometry
  let all: BatchRows
  let pooled: BatchRows

  init(_ window: PoolingWindow, input: [Int], epsilon: Float) {
    precondition(
      window.tiles(Array(input.dropFirst().dropLast())), "BatchNormalization: \(window) does not tile \(input)")
    geometry = PoolingGeometry(window, input: input)
    let channels = geometry.window.channels
    all = BatchRows(rows: input.dropLast().reduce(1, *), channels: channels, epsilon: epsilon)
    pooled = BatchRows(rows: geometry.outputCount / max(1, channels), channels: channels, epsilon: epsilon)
  }

  /// Sums first, then constants, then a piece for every thread.
  var scratchCount: Int { sumCount + constantCount + Int(ck_thread_count()) * perThread }

  private var sumCount: Int { max(all.scratchCount, pooled.scratchCount) }
  private var constantCount: Int { withUnsafePointer(to: geometry.window) { ck_batch_pool_constants_count($0) } }
  private var perThread: Int { withUnsafePointer(to: geometry.window) { ck_batch_pool_scratch_count($0) } }

  /// Calls `body` with the window, the constants, and a function that gives the calling thread its scratch memory.
  func withConstants(
    _ scratch: UnsafeMutablePointer<Float>?, _ channels: ck_batch_channels, dscale: UnsafePointer<Float>?,
    dshift: UnsafePointer<Float>?,
    _ body: (
      _ window: UnsafePointer<ck_window>, _ constants: UnsafePointer<Float>,
      _ scratch: () -> UnsafeMutablePointer<Float>
    ) -> Void
  ) {
    guard let scratch else { return }
    let constants = scratch + sumCount
    let (own, perThread) = (constants + constantCount, self.perThread)
    withUnsafePointer(to: geometry.window) { window in
      withUnsafePointer(to: all.shape) {
        ck_batch_pool_constants(window, $0, channels, dscale, dshift, constants)
      }
      body(window, constants) { own + Int(ck_thread_index()) * perThread }
    }
  }

  func forEachRow(_ body: (Range<Int>) -> Void) { share(geometry.outputRows, body) }

  func forEachUnit(_ body: (Range<Int>) -> Void) {
    let units = withUnsafePointer(to: geometry.window) { ck_batch_pool_unit_count($0) }
    share(geometry.samples * units, body)
  }

  private func share(_ count: Int, _ body: (Range<Int>) -> Void) {
    let work = max(1, geometry.samples * geometry.inputSampleCount)
    Parallel.forEachRange(count, grain: max(1, StridedRows.grain * count / work), body)
  }
}
