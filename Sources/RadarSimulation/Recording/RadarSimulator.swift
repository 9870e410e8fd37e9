public import Radar
public import Tensors

/// Makes recordings: subject, session, gesture and attempt are drawn, the scene is played to a ``FrontEnd``, and its raw
/// frames go through a ``RangeDopplerChain``.
///
/// Every recording has random streams of its own, derived from (seed, ``RecordingIdentity``), so neither order nor number of
/// threads changes a byte.
public struct RadarSimulator: Sendable {
  public var seed: UInt64
  public var frontEnd: FrontEnd
  public var chain: RangeDopplerChain
  /// Power of a hand at 0.3 m over that of the noise in one sample, in decibels.
  public var signalToNoise: Double
  /// How far above the mean noise of a cell a byte begins to differ from 0, in decibels.
  public var thresholdAboveNoise: Double
  /// Decibels that the bytes span.
  public var span: Double
  /// Seconds that a recording lasts.
  public var durations: ClosedRange<Double>

  /// Frames that only fill the memory of the clutter filter.
  static let warmUpFrames = 4

  public init(
    configuration: ChirpConfiguration = .bgt60tr13cGesture, seed: UInt64 = 1, signalToNoise: Double = 0,
    chain: RangeDopplerChain? = nil, thresholdAboveNoise: Double = 5, span: Double = 45,
    durations: ClosedRange<Double> = 0.66...1.2
  ) {
    self.seed = seed
    frontEnd = FrontEnd(configuration)
    self.chain = chain ?? Self.chain(for: configuration)
    self.signalToNoise = signalToNoise
    self.thresholdAboveNoise = thresholdAboveNoise
    self.span = span
    self.durations = durations
  }

  /// Infineon's steps, 32 × 32 cells up to about 0.6 m and 2 m/s, magnitude and angle.
  public static func chain(for configuration: ChirpConfiguration) -> RangeDopplerChain {
    let angle: [RangeDopplerChannel] = configuration.receiverCount > 1 ? [.angle(between: 0, and: 1)] : []
    let chain = RangeDopplerChain()
    // Whole numbers of bins, so that where they are 32 of each (as for the default) nothing is resampled.
    let rangeStep = configuration.rangeResolution / Double(chain.rangePadding)
    let farthest = min(max(2, (0.6 / rangeStep).rounded()) * rangeStep, configuration.maximumRange)
    let velocityStep = configuration.velocityResolution / Double(chain.dopplerPadding)
    let fastest = min(max(2, (2.07 / velocityStep).rounded()) * velocityStep, configuration.maximumVelocity)
    return RangeDopplerChain(
      rangeWindow: .hann, dopplerWindow: .hann, rangeGate: 0...farthest, velocityGate: fastest, scale: .decibel,
      channels: [.meanMagnitude] + angle)
  }

  /// - Throws: ``RadarError`` when the chain does not fit the configuration.
  public func recording(_ identity: RecordingIdentity) throws(RadarError) -> SimulatedRecording {
    let performance = Performance(identity, seed: seed, frontEnd.configuration, durations)
    var radar = frontEnd
    radar.noise = radar.noise(forSignalToNoise: signalToNoise + performance.session.gain)
    var random = RandomStream(seed: seed, sample: identity.path, attack: "noise")
    let warmUp = Self.warmUpFrames
    let raw = try radar.frames(
      performance.frameCount + warmUp, of: performance.scene,
      startTime: -Double(warmUp) * radar.configuration.frameInterval, using: &random)
    let maps = try chain.maps(of: raw).droppingFrames(warmUp)
    let noise = chain.noisePower(ofSamplePower: samplePower(radar), radar.configuration)
    let coding = MapCoding(floor: decibels(ofRatio: noise) + thresholdAboveNoise, span: span)
    return SimulatedRecording(
      identity: identity, maps: coding.bytes(maps), isAction: performance.isAction,
      frameRate: radar.configuration.frameRate)
  }

  /// Of the noise in a sample, with that of rounding; both parts of a complex one.
  private func samplePower(_ radar: FrontEnd) -> Double {
    let rounding = radar.converterBits == nil ? 0 : 1.0 / 12
    return (radar.noise * radar.noise + rounding) * (radar.configuration.isComplex ? 2 : 1)
  }
}

extension Tensor {
  /// [channel, time, …] without the first `count` frames.
  func droppingFrames(_ count: Int) -> Tensor {
    let frameSize = shape.dropFirst(2).reduce(1, *)
    var kept: [Float] = []
    for channel in 0..<shape[0] {
      let end = (channel + 1) * shape[1] * frameSize
      kept += scalars[end - (shape[1] - count) * frameSize..<end]
    }
    return Tensor(shape: [shape[0], shape[1] - count] + shape.dropFirst(2), scalars: kept)
  }
}
