import Radar

/// What a `.cfg` of a TI mmWave radar says of the captures that were made with it.
struct MMWaveFinding: Finding {
  static let kind = "mmWaveConfiguration"

  let receivers: Int
  let transmitters: Int
  let chirpsPerFrame: Int
  let samplesPerChirp: Int
  let areComplex: Bool
  /// Null for a device that runs until it is stopped.
  let frames: Int?
  let bytesPerFrame: Int
  let framesPerSecond: Double
  let rangeResolution: Double
  let greatestRange: Double
  let velocityResolution: Double
  let greatestVelocity: Double

  init(_ path: String) throws {
    let configuration = try MMWaveConfiguration(contentsOf: path)
    let chirps = configuration.chirps
    receivers = configuration.receiverCount
    transmitters = configuration.transmitterCount
    chirpsPerFrame = configuration.chirpsPerFrame
    samplesPerChirp = configuration.sampleCount
    areComplex = configuration.isComplex
    frames = configuration.frameCount
    bytesPerFrame = configuration.bytesPerFrame
    framesPerSecond = chirps.frameRate
    (rangeResolution, greatestRange) = (chirps.rangeResolution, chirps.maximumRange)
    (velocityResolution, greatestVelocity) = (chirps.velocityResolution, chirps.maximumVelocity)
  }

  var title: String { "TI mmWave configuration" }

  var facts: [Fact] {
    [
      Fact(
        "frame",
        "transmitters \(transmitters) × receivers \(receivers) × chirps \(chirpsPerFrame) × samples \(samplesPerChirp), "
          + (areComplex ? "complex" : "real")),
      Fact(
        "capture",
        "\(Wording.grouped(bytesPerFrame)) bytes a frame, \(frames.map { "\($0) frames" } ?? "any number of frames")"),
      Fact("frame rate", "\(Wording.number(framesPerSecond)) per second"),
      Fact("range", "up to \(Wording.number(greatestRange)) m in steps of \(Wording.number(rangeResolution)) m"),
      Fact(
        "velocity",
        "up to ±\(Wording.number(greatestVelocity)) m/s in steps of \(Wording.number(velocityResolution)) m/s"),
    ]
  }
}
