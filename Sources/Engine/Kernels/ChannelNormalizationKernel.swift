internal import CKernels

/// Instance normalisation (`groups` = channels) or group normalisation of `[N, places, C]`, channels last.
///
/// Mean and variance are taken over the places and the neighbouring channels of a group, per sample. The output may be
/// the input.
package final class ChannelNormalizationKernel: Kernel {
  private let moments: ChannelMoments

  package init(samples: Int, places: Int, channels: Int, groups: Int, epsilon: Float) {
    moments = ChannelMoments(samples: samples, places: places, channels: channels, groups: groups, epsilon: epsilon)
  }

  package var scratchCount: Int { moments.scratchCount }

  package func run(_ memory: KernelMemory) {
    let (x, y) = (memory.inputs[0], memory.outputs[0])
    moments.withMoments(of: x, memory.scratch) { statistics, found, _ in
      moments.forEachUnit { range in
        ck_normalize_channels(statistics, x, found, y, range.lowerBound, range.upperBound)
      }
    }
  }
}

/// The gradient of `ChannelNormalizationKernel`.
///
/// Inputs (x, dy); the output may be either input.
package final class ChannelNormalizationGradientKernel: Kernel {
  private let moments: ChannelMoments

  package init(samples: Int, places: Int, channels: Int, groups: Int, epsilon: Float) {
    moments = ChannelMoments(samples: samples, places: places, channels: channels, groups: groups, epsilon: epsilon)
  }

  package var scratchCount: Int { moments.scratchCount }

  package func run(_ memory: KernelMemory) {
    let (x, dy, dx) = (memory.inputs[0], memory.inputs[1], memory.outputs[0])
    moments.withMoments(of: x, memory.scratch) { statistics, found, partial in
      moments.forEachUnit { range in
        ck_multiply_channels(statistics, x, dy, found, partial, range.lowerBound, range.upperBound)
      }
      ck_fold_products(statistics, partial, found)
      moments.forEachUnit { range in
        ck_normalize_channels_gradient(statistics, x, dy, found, dx, range.lowerBound, range.upperBound)
      }
    }
  }
}

/// Mean and variance per sample and channel group, accumulated in Double over chunks of places.
private struct ChannelMoments {
  private let statistics: ck_channel_statistics

  init(samples: Int, places: Int, channels: Int, groups: Int, epsilon: Float) {
    precondition(
      groups > 0 && channels % groups == 0, "Normalization: expected groups of \(channels) channels, are \(groups)")
    let chunk = max(16, 4 * StridedRows.grain / max(1, channels))
    statistics = ck_channel_statistics(
      samples: samples, places: places, channels: channels, width: max(1, channels / groups), chunk: chunk,
      chunks: (places + chunk - 1) / chunk, epsilon: epsilon)
  }

  private var momentCount: Int { statistics.samples * statistics.channels }
  private var partialCount: Int { statistics.samples * statistics.chunks * 2 * statistics.channels }

  /// Partial sums in Double, five moments in Float, and room to align the former.
  var scratchCount: Int { 2 * partialCount + 5 * momentCount + 2 }

  func forEachUnit(_ body: (Range<Int>) -> Void) {
    Parallel.forEachRange(statistics.samples * statistics.chunks, grain: 1, body)
  }

  func withMoments(
    of x: UnsafePointer<Float>, _ scratch: UnsafeMutablePointer<Float>?,
    _ body: (UnsafePointer<ck_channel_statistics>, ck_channel_moments, UnsafeMutablePointer<Double>) -> Void
  ) {
    guard let scratch, momentCount > 0, statistics.places > 0 else { return }
    let partial = UnsafeMutableRawPointer(scratch).alignedUp(for: Double.self).assumingMemoryBound(to: Double.self)
    let rest = UnsafeMutableRawPointer(partial + partialCount).assumingMemoryBound(to: Float.self)
    let moments = ck_channel_moments(
      mean: rest, mean_rest: rest + momentCount, inverse: rest + 2 * momentCount, dy_mean: rest + 3 * momentCount,
      product_mean: rest + 4 * momentCount)
    withUnsafePointer(to: statistics) { statistics in
      forEachUnit { ck_sum_channels(statistics, x, partial, $0.lowerBound, $0.upperBound) }
      ck_fold_means(statistics, partial, moments)
      forEachUnit { ck_square_channels(statistics, x, moments, partial, $0.lowerBound, $0.upperBound) }
      ck_fold_variances(statistics, partial, moments)
      body(statistics, moments, partial)
    }
  }
}
