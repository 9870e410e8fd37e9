public import Tensors

/// What the converter of an FMCW radar gave, before any processing.
///
/// | converter | `samples` |
/// |---|---|
/// | real | [time, receiver, chirp, sample] |
/// | complex | [time, receiver, chirp, sample, 2] (I, Q) |
///
/// In the units of the converter. With several transmitters, the chirps of one of them.
public struct RawFrames: Sendable, Equatable {
  public let samples: Tensor
  public let configuration: ChirpConfiguration

  public var frameCount: Int { samples.shape[0] }
  /// How many receivers there are samples of; a simulation or a file may hold fewer than the device has.
  public var receiverCount: Int { samples.shape[1] }

  /// - Throws: ``RadarError`` when the shape is not what the configuration says, or a sample is not finite.
  public init(samples: Tensor, configuration: ChirpConfiguration) throws(RadarError) {
    try configuration.validate()
    let tail = [configuration.chirpCount, configuration.sampleCount] + (configuration.isComplex ? [2] : [])
    guard samples.rank == tail.count + 2, Array(samples.shape.suffix(tail.count)) == tail, samples.shape[0] > 0,
      (1...configuration.receiverCount).contains(samples.shape[1])
    else {
      throw RadarError(
        "raw frames", "samples are \(samples.shape)",
        remedy:
          "configuration '\(configuration.name)' needs [time, 1...\(configuration.receiverCount) receivers] + \(tail)")
    }
    try samples.requireFinite("samples", of: "raw frames")
    self.samples = samples
    self.configuration = configuration
  }
}
