internal import Fourier

/// From range profiles over chirps to a complex range-Doppler map: window, zeros, Fourier, shift, gate.
struct DopplerTransform: ~Copyable {
  private let weights: [Float]
  private let bins: Range<Int>
  private let transform: ComplexFourierTransform

  init(window: SpectralWindow, chirpCount: Int, length: Int, bins: Range<Int>) {
    precondition(length >= chirpCount, "DopplerTransform: \(chirpCount) chirps do not fit \(length)")
    weights = window.normalizedWeights(count: chirpCount)
    self.bins = bins
    transform = ComplexFourierTransform(length: length)
  }

  /// The map [range, doppler, 2] of profiles [chirp, range, 2], of which chirps are read from `firstChirp` on.
  func spectrum(of profiles: [Float], firstChirp: Int, rangeCount: Int) -> [Float] {
    let length = transform.length
    var result: [Float] = []
    result.reserveCapacity(rangeCount * bins.count * 2)
    var column = [Float](repeating: 0, count: 2 * length)
    var spectrum = column
    for range in 0..<rangeCount {
      for (chirp, weight) in weights.enumerated() {
        let source = 2 * ((firstChirp + chirp) * rangeCount + range)
        column[2 * chirp] = weight * profiles[source]
        column[2 * chirp + 1] = weight * profiles[source + 1]
      }
      var span = spectrum.mutableSpan
      transform.transform(column.span, into: &span)
      for shifted in bins {
        let bin = (shifted + length - length / 2) % length
        result.append(spectrum[2 * bin])
        result.append(spectrum[2 * bin + 1])
      }
    }
    return result
  }
}
