/// The settings of an FMCW radar that decide what its range-Doppler maps can show.
///
/// With c the speed of light, λ the wavelength at the middle of the sampled band, Tc the time between two chirps of one
/// transmitter and Nc chirps a frame:
///
/// | | formula |
/// |---|---|
/// | sampled bandwidth | B = slope · samples / sample rate |
/// | range resolution | c / (2 B) |
/// | greatest range | samples · resolution, half of that for a real converter |
/// | greatest velocity | λ / (4 Tc) |
/// | velocity resolution | λ / (2 Nc Tc) |
///
/// Units are hertz, seconds, metres.
public struct ChirpConfiguration: Sendable, Equatable, Codable {
  public static let speedOfLight = 299_792_458.0

  public var name: String
  /// The frequency when the first sample is taken.
  public var startFrequency: Double
  /// Hertz per second.
  public var slope: Double
  public var sampleRate: Double
  /// Samples of one chirp and receiver.
  public var sampleCount: Int
  /// Chirps of one transmitter in a frame.
  public var chirpCount: Int
  /// From the start of a chirp to the start of the next, whichever transmitter sends it.
  public var chirpInterval: Double
  /// How many transmitters take turns (TDM).
  public var transmitterCount: Int
  /// From the start of a frame to the start of the next.
  public var frameInterval: Double
  public var receiverCount: Int
  /// Whether the converter gives I and Q, so that the sign of a beat frequency is known.
  public var isComplex: Bool

  /// - Throws: ``RadarError`` for settings no radar can have: a number that is not positive, or chirps longer than a frame.
  public init(
    name: String, startFrequency: Double, slope: Double, sampleRate: Double, sampleCount: Int, chirpCount: Int,
    chirpInterval: Double, transmitterCount: Int = 1, frameInterval: Double, receiverCount: Int, isComplex: Bool
  ) throws(RadarError) {
    self.init(
      unchecked: name, startFrequency: startFrequency, slope: slope, sampleRate: sampleRate, sampleCount: sampleCount,
      chirpCount: chirpCount, chirpInterval: chirpInterval, transmitterCount: transmitterCount,
      frameInterval: frameInterval, receiverCount: receiverCount, isComplex: isComplex)
    try validate()
  }

  init(
    unchecked name: String, startFrequency: Double, slope: Double, sampleRate: Double, sampleCount: Int,
    chirpCount: Int, chirpInterval: Double, transmitterCount: Int = 1, frameInterval: Double, receiverCount: Int,
    isComplex: Bool
  ) {
    self.name = name
    self.startFrequency = startFrequency
    self.slope = slope
    self.sampleRate = sampleRate
    self.sampleCount = sampleCount
    self.chirpCount = chirpCount
    self.chirpInterval = chirpInterval
    self.transmitterCount = transmitterCount
    self.frameInterval = frameInterval
    self.receiverCount = receiverCount
    self.isComplex = isComplex
  }

  public var sampledBandwidth: Double { slope * Double(sampleCount) / sampleRate }
  public var centreFrequency: Double { startFrequency + sampledBandwidth / 2 }
  public var wavelength: Double { Self.speedOfLight / centreFrequency }
  public var rangeResolution: Double { Self.speedOfLight / (2 * sampledBandwidth) }
  public var maximumRange: Double { Double(sampleCount) * rangeResolution / (isComplex ? 1 : 2) }
  /// Between two chirps of one transmitter.
  public var chirpRepetitionTime: Double { chirpInterval * Double(transmitterCount) }
  public var maximumVelocity: Double { wavelength / (4 * chirpRepetitionTime) }
  public var velocityResolution: Double { wavelength / (2 * Double(chirpCount) * chirpRepetitionTime) }
  public var frameRate: Double { 1 / frameInterval }

  /// How often the beat signal of a target at `range` turns, in hertz: 2 · slope · range / c.
  public func beatFrequency(range: Double) -> Double { 2 * slope * range / Self.speedOfLight }
}

extension ChirpConfiguration {
  /// - Throws: ``RadarError`` that names the first setting which cannot be.
  public func validate() throws(RadarError) {
    let quantities = [
      ("start frequency", startFrequency), ("slope", slope), ("sample rate", sampleRate),
      ("chirp interval", chirpInterval), ("frame interval", frameInterval),
    ]
    for (what, value) in quantities where !(value.isFinite && value > 0) {
      throw wrong("the \(what) is \(value)", "give a positive number")
    }
    let counts = [
      ("samples a chirp", sampleCount, 4...65_536), ("chirps a frame", chirpCount, 1...16_384),
      ("transmitters", transmitterCount, 1...64), ("receivers", receiverCount, 1...64),
    ]
    for (what, value, possible) in counts where !possible.contains(value) {
      throw wrong("\(value) \(what)", "give \(possible.lowerBound) to \(possible.upperBound)")
    }
    guard Double(sampleCount) / sampleRate <= chirpInterval * 1.000_001 else {
      throw wrong(
        "sampling a chirp takes \(Double(sampleCount) / sampleRate) s, chirps come every \(chirpInterval) s",
        "check the sample rate and the chirp interval")
    }
    guard chirpRepetitionTime * Double(chirpCount) <= frameInterval * 1.000_001 else {
      throw wrong(
        "\(chirpCount) chirps take \(chirpRepetitionTime * Double(chirpCount)) s, frames come every \(frameInterval) s",
        "check the chirp interval and the frame interval")
    }
  }

  private func wrong(_ problem: String, _ remedy: String) -> RadarError {
    RadarError("chirp configuration '\(name)'", problem, remedy: remedy)
  }
}
