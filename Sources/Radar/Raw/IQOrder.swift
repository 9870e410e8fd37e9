internal import Fourier
internal import Tensors

/// Tells from the samples of a complex converter whether I and Q were exchanged.
///
/// A target in front of the radar beats with a positive frequency. Exchanged, I and Q mirror the spectrum, and the energy of
/// all targets lies at negative frequencies: the far half of the range axis, which then looks reversed.
struct IQOrder {
  /// The share of the energy that lies at negative frequencies; nil for a real converter or silence.
  let negativeShare: Double?

  /// Looks at no more than some chirps, spread over the recording.
  init(_ frames: RawFrames) {
    let count = frames.configuration.sampleCount
    let chirps = frames.samples.count / max(1, 2 * count)
    guard frames.configuration.isComplex, chirps > 0 else {
      negativeShare = nil
      return
    }
    let transform = ComplexFourierTransform(length: count)
    var (positive, negative) = (0.0, 0.0)
    for chirp in stride(from: 0, to: chirps, by: max(1, chirps / 512)) {
      let spectrum = transform.transformed(Self.withoutMean(frames.samples, chirp, count))
      // The zero bin and the one of half the sample rate have no sign.
      for bin in 1..<count where 2 * bin != count {
        let energy = Double(spectrum[2 * bin] * spectrum[2 * bin] + spectrum[2 * bin + 1] * spectrum[2 * bin + 1])
        if 2 * bin < count { positive += energy } else { negative += energy }
      }
    }
    negativeShare = positive + negative > 0 ? negative / (positive + negative) : nil
  }

  private static func withoutMean(_ samples: Tensor, _ chirp: Int, _ count: Int) -> [Float] {
    var pairs = Array(samples.scalars[2 * chirp * count..<2 * (chirp + 1) * count])
    for part in 0...1 {
      let positions = stride(from: part, to: pairs.count, by: 2)
      let mean = Float(positions.reduce(0.0) { $0 + Double(pairs[$1]) } / Double(count))
      for position in positions { pairs[position] -= mean }
    }
    return pairs
  }

  /// A sentence when most of the energy is where no target can be.
  var suspicion: String? {
    guard let negativeShare, negativeShare > 0.6 else { return nil }
    let percent = Int((100 * negativeShare).rounded())
    return
      "\(percent) % of the range profile's energy lies at negative beat frequencies, the far half of the range axis: "
      + "I and Q seem to be exchanged; try --swap-iq"
  }
}
