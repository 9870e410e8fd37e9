/// The settings of a TI mmWave radar that decide what its capture holds, from a `.cfg` file of the mmWave SDK.
///
/// | line | numbers used |
/// |---|---|
/// | `channelCfg` | receiver mask, transmitter mask |
/// | `adcCfg` | format: 0 real, 1 or 2 complex |
/// | `adcbufCfg` | whether Q is written before I; whether receivers are interleaved |
/// | `profileCfg` | start frequency (GHz), idle time, ADC start, ramp end (µs), slope (MHz/µs), samples, sample rate (kHz) |
/// | `chirpCfg` | first and last chirp, profile, transmitter mask |
/// | `frameCfg` | first and last chirp, loops, frames, period (ms) |
///
/// Other lines are left alone, but for those that would make the capture another (subframes, headers in the stream).
/// Source: the mmWave SDK user guide.
public struct MMWaveConfiguration: Equatable, Sendable {
  public let receiverCount: Int
  /// Chirps of a loop that are sent by different transmitters, or 1 when all have the same.
  public let transmitterCount: Int
  /// Chirps of one transmitter in a frame.
  public let chirpsPerFrame: Int
  public let sampleCount: Int
  public let isComplex: Bool
  /// Whether the device writes Q where others write I.
  public let writesQFirst: Bool
  /// Nil when the device was to run until it is stopped.
  public let frameCount: Int?
  public let chirps: ChirpConfiguration

  /// What a frame takes in the capture; int16, two of them for complex samples.
  public var bytesPerFrame: Int {
    receiverCount * transmitterCount * chirpsPerFrame * sampleCount * (isComplex ? 4 : 2)
  }
}
