internal import Fourier

/// From the samples of chirps to complex range profiles: mean, window, zeros, Fourier, gate.
struct RangeTransform: ~Copyable {
  private let weights: [Float]
  private let removesMean: Bool
  private let sampleCount: Int
  private let length: Int
  private let bins: Range<Int>
  private let isComplex: Bool
  private var realTransform: RealFourierTransform
  private let complexTransform: ComplexFourierTransform

  init(
    window: SpectralWindow, removesMean: Bool, sampleCount: Int, length: Int, bins: Range<Int>, isComplex: Bool
  ) {
    // A real tone shares its amplitude between two bins of opposite frequency, of which one is kept.
    let gain: Float = isComplex ? 1 : 2
    weights = window.normalizedWeights(count: sampleCount).map { gain * $0 }
    self.removesMean = removesMean
    self.sampleCount = sampleCount
    self.length = length
    self.bins = bins
    self.isComplex = isComplex
    realTransform = RealFourierTransform(length: isComplex ? 2 : length)
    complexTransform = ComplexFourierTransform(length: isComplex ? length : 1)
  }

  /// Profiles [chirp, range, 2] of samples [chirp, sample] or [chirp, sample, 2].
  mutating func profiles(of samples: [Float], chirpCount: Int) -> [Float] {
    let parts = isComplex ? 2 : 1
    precondition(
      samples.count == chirpCount * sampleCount * parts,
      "RangeTransform: \(samples.count) samples of \(chirpCount) chirps")
    var result: [Float] = []
    result.reserveCapacity(chirpCount * bins.count * 2)
    var padded = [Float](repeating: 0, count: length * parts)
    var spectrum = [Float](repeating: 0, count: 2 * (isComplex ? length : length / 2 + 1))
    for chirp in 0..<chirpCount {
      for part in 0..<parts { fill(&padded, part, parts, samples, from: chirp * sampleCount * parts) }
      var span = spectrum.mutableSpan
      if isComplex {
        complexTransform.transform(padded.span, into: &span)
      } else {
        realTransform.transform(padded.span, into: &span)
      }
      result.append(contentsOf: spectrum[2 * bins.lowerBound..<2 * bins.upperBound])
    }
    return result
  }

  private func fill(_ padded: inout [Float], _ part: Int, _ parts: Int, _ samples: [Float], from start: Int) {
    var mean: Float = 0
    if removesMean {
      var sum: Float = 0
      for index in 0..<sampleCount { sum += samples[start + parts * index + part] }
      mean = sum / Float(sampleCount)
    }
    for index in 0..<sampleCount {
      padded[parts * index + part] = (samples[start + parts * index + part] - mean) * weights[index]
    }
  }
}
