public import Tensors

/// The way from raw FMCW frames to a micro-Doppler map: how the velocities in view change over time.
///
/// A short-time Fourier transform over all chirps of a recording, range bin by range bin; the powers of the bins in the gate
/// are added:
/// `P[t, v] = Σ over ranges |Σ over m of w[m] · x[t·hop + m] · exp(−2πi v m / N)|²`.
///
/// | | shape |
/// |---|---|
/// | in | ``RawFrames`` without gaps between frames |
/// | out | [1, time, doppler]; time = (chirps − window) / hop + 1, zero Doppler in column N / 2 |
///
/// Defaults (Blackman window of 64 chirps, overlap 48): Czerkawski et al., arXiv 2402.13651.
public struct MicroDopplerChain: Sendable, Equatable, Codable {
  public var window: SpectralWindow
  public var windowLength: Int
  public var hop: Int
  public var rangeWindow: SpectralWindow
  /// Metres; nil for everything.
  public var rangeGate: ClosedRange<Double>?
  /// Takes the mean over the whole recording off each range bin, which empties zero Doppler of what never moves.
  public var removesStaticEchoes: Bool
  public var scale: MagnitudeScale

  public init(
    window: SpectralWindow = .blackman, windowLength: Int = 64, hop: Int = 16, rangeWindow: SpectralWindow = .hann,
    rangeGate: ClosedRange<Double>? = nil, removesStaticEchoes: Bool = true, scale: MagnitudeScale = .linear
  ) {
    self.window = window
    self.windowLength = windowLength
    self.hop = hop
    self.rangeWindow = rangeWindow
    self.rangeGate = rangeGate
    self.removesStaticEchoes = removesStaticEchoes
    self.scale = scale
  }

  /// The map of one receiver: [1, time, doppler].
  ///
  /// - Throws: ``RadarError`` for frames with gaps between them, too few chirps, or settings that make no sense.
  public func map(of raw: RawFrames, receiver: Int = 0) throws(RadarError) -> Tensor {
    try validate(raw, receiver)
    let grid = try grid(raw.configuration)
    let chirpCount = raw.frameCount * raw.configuration.chirpCount
    let rangeCount = grid.rangeBins.count
    var profiles = rangeProfiles(raw, receiver, grid)
    if removesStaticEchoes { removeMeans(&profiles, width: 2 * rangeCount) }
    let transform = DopplerTransform(
      window: window, chirpCount: windowLength, length: windowLength, bins: 0..<windowLength)
    var scalars: [Float] = []
    for start in stride(from: 0, through: chirpCount - windowLength, by: hop) {
      let spectrum = transform.spectrum(of: profiles, firstChirp: start, rangeCount: rangeCount)
      scalars += columnPowers(spectrum, rangeCount).map(scale.value(ofPower:))
    }
    return Tensor(shape: [1, scalars.count / windowLength, windowLength], scalars: scalars)
  }

  /// The mean power of white noise in a cell: that of one range bin, as in a ``RangeDopplerChain``, times their number.
  ///
  /// - Parameters:
  ///   - power: the mean square of the noise in a sample; of I and Q together for complex ones.
  ///   - configuration: the radar.
  /// - Returns: the power before scaling, in the square of the converter's units.
  /// - Throws: ``RadarError`` when the gate holds no range bin.
  public func noisePower(
    ofSamplePower power: Double, _ configuration: ChirpConfiguration
  ) throws(RadarError) -> Double {
    let gain = configuration.isComplex ? 1.0 : 4.0
    let bandwidths =
      rangeWindow.noiseBandwidth(count: configuration.sampleCount) * window.noiseBandwidth(count: windowLength)
    return power * gain * bandwidths * Double(try grid(configuration).rangeBins.count)
  }

  private func grid(_ configuration: ChirpConfiguration) throws(RadarError) -> RangeDopplerGrid {
    let gate = RangeDopplerChain(
      rangePadding: 1, dopplerPadding: 1, rangeGate: rangeGate, rowCount: nil, columnCount: nil)
    return try RangeDopplerGrid(gate, configuration)
  }

  /// [chirp, range, 2] over all frames.
  private func rangeProfiles(_ raw: RawFrames, _ receiver: Int, _ grid: RangeDopplerGrid) -> [Float] {
    let configuration = raw.configuration
    var transform = RangeTransform(
      window: rangeWindow, removesMean: true, sampleCount: configuration.sampleCount, length: grid.rangeLength,
      bins: grid.rangeBins, isComplex: configuration.isComplex)
    let size = configuration.chirpCount * configuration.sampleCount * (configuration.isComplex ? 2 : 1)
    var profiles: [Float] = []
    for frame in 0..<raw.frameCount {
      let start = (frame * raw.receiverCount + receiver) * size
      profiles += transform.profiles(
        of: Array(raw.samples.scalars[start..<start + size]), chirpCount: configuration.chirpCount)
    }
    return profiles
  }

  private func removeMeans(_ profiles: inout [Float], width: Int) {
    let count = profiles.count / width
    for column in 0..<width {
      let indices = stride(from: column, to: profiles.count, by: width)
      let mean = Float(indices.reduce(0.0) { $0 + Double(profiles[$1]) } / Double(count))
      for index in indices { profiles[index] -= mean }
    }
  }

  private func columnPowers(_ spectrum: [Float], _ rangeCount: Int) -> [Float] {
    var powers = [Float](repeating: 0, count: windowLength)
    for range in 0..<rangeCount {
      for column in powers.indices {
        let cell = 2 * (range * windowLength + column)
        powers[column] += spectrum[cell] * spectrum[cell] + spectrum[cell + 1] * spectrum[cell + 1]
      }
    }
    return powers
  }
}

extension MicroDopplerChain {
  private func validate(_ raw: RawFrames, _ receiver: Int) throws(RadarError) {
    guard (2...65_536).contains(windowLength), hop >= 1 else {
      throw wrong("windows of \(windowLength) chirps every \(hop)", "give at least 2 chirps and a step of at least 1")
    }
    guard (0..<raw.receiverCount).contains(receiver) else {
      throw wrong("receiver \(receiver) is wanted of \(raw.receiverCount)", "receivers are counted from 0")
    }
    let configuration = raw.configuration
    let chirpCount = raw.frameCount * configuration.chirpCount
    guard chirpCount >= windowLength else {
      throw wrong("a window of \(windowLength) chirps, a recording of \(chirpCount)", "choose a shorter window")
    }
    let gap = configuration.frameInterval - configuration.chirpRepetitionTime * Double(configuration.chirpCount)
    guard raw.frameCount == 1 || gap <= 0.5 * configuration.chirpRepetitionTime else {
      throw wrong(
        "the radar rests \(gap) s between frames, so the chirps are not evenly spaced",
        "record (or simulate) frames that follow each other without a gap")
    }
  }

  private func wrong(_ problem: String, _ remedy: String) -> RadarError {
    RadarError("micro-Doppler chain", problem, remedy: remedy)
  }
}
