internal import Foundation
public import Tensors

extension ValueTransform {
  /// Whether a step takes its numbers from the recording at hand, so that the transform differs from one to the next.
  public var isFittedToSamples: Bool { steps.contains(where: \.isFittedToSamples) }

  /// Whether a step still lacks the numbers that ``fitted(sampleCount:frames:)`` finds.
  public var needsFitting: Bool { steps.contains(where: \.needsFitting) }

  /// Why it cannot be judged what of a perturbation survives in a file, as the end of a sentence; nil where it can.
  public var roundingObstacle: String? {
    if let step = steps.first(where: { !$0.isReversible }) { return "the step '\(step)' cannot be undone" }
    return isFittedToSamples ? "the transform is fitted to each recording" : nil
  }

  /// Whether what becomes of a value depends on that value and its place alone.
  public var keepsValuesApart: Bool { !isFittedToSamples && !steps.contains(where: \.mixesFrames) }

  /// The transform with every number that must come from the training recordings.
  ///
  /// A `perSetMax` or `standardize` without numbers gets those of the values that reach it, one or a pair for each channel.
  /// Each such step takes one pass over the samples.
  ///
  /// - Parameters:
  ///   - sampleCount: how many samples there are; only training ones, or results on others are too good.
  ///   - frames: the stored values of one of them, [channel, time, range, doppler], without padding.
  /// - Returns: a transform whose text has all its numbers.
  /// - Throws: ``RadarError`` when there is no sample or their channel counts differ; whatever `frames` throws.
  public func fitted(sampleCount: Int, frames: (Int) throws -> Tensor) throws -> ValueTransform {
    var steps = steps
    for index in steps.indices where steps[index].needsFitting {
      let before = ValueTransform(Array(steps[..<index]))
      var statistics = ChannelStatistics()
      for sample in 0..<sampleCount {
        try statistics.include(before.applied(to: frames(sample), of: "sample \(sample)").input)
      }
      steps[index] = try statistics.fitting(steps[index])
    }
    return ValueTransform(steps)
  }
}

/// Largest magnitude, mean and deviation of each channel, gathered sample by sample.
private struct ChannelStatistics {
  private var maxima: [Float] = []
  private var counts: [Double] = []
  private var means: [Double] = []
  /// Sums of squared distances from the mean.
  private var spreads: [Double] = []

  mutating func include(_ values: Tensor) throws(RadarError) {
    let channels = values.shape[0]
    if maxima.isEmpty {
      maxima = [Float](repeating: 0, count: channels)
      (counts, means, spreads) = (maxima.map { Double($0) }, maxima.map { Double($0) }, maxima.map { Double($0) })
    }
    guard maxima.count == channels else {
      throw RadarError(
        "fitting a transform", "recordings of \(maxima.count) and of \(channels) channels",
        remedy: "train on recordings that are alike, or choose channels")
    }
    for channel in 0..<channels { include(values.sample(channel).scalars, channel) }
  }

  /// Merges one sample's moments (Chan, Golub and LeVeque, 1983).
  private mutating func include(_ scalars: [Float], _ channel: Int) {
    guard !scalars.isEmpty else { return }
    let moments = Moments(of: scalars)
    maxima[channel] = scalars.reduce(maxima[channel]) { max($0, abs($1)) }
    let (count, total) = (counts[channel], counts[channel] + Double(scalars.count))
    let distance = moments.mean - means[channel]
    means[channel] += distance * Double(scalars.count) / total
    spreads[channel] +=
      moments.variance * Double(scalars.count)
      + distance * distance * count * Double(scalars.count) / total
    counts[channel] = total
  }

  func fitting(_ step: ValueStep) throws(RadarError) -> ValueStep {
    guard !maxima.isEmpty, counts.allSatisfy({ $0 > 0 }) else {
      throw RadarError("transform '\(step)'", "there are no values to fit it to", remedy: "give training recordings")
    }
    switch step {
    case .perSetMaximum: return .perSetMaximum(maxima.map { $0 > 0 ? $0 : 1 })
    case .standardize:
      let deviations = zip(spreads, counts).map { Float(($0 / $1).squareRoot()) }
      return .standardize(means: means.map { Float($0) }, deviations: deviations.map { $0 > 0 ? $0 : 1 })
    default: return step
    }
  }
}
