public import Radar
internal import Tensors

/// Makes recordings: subject, session, gesture and attempt are drawn, the scene is played to a ``FrontEnd``, and its raw
/// frames go through a ``RangeDopplerChain`` and a ``MapCoding``.
///
/// Every recording has random streams of its own, derived from (seed, ``RecordingIdentity``), so neither order nor number of
/// threads changes a byte.
public struct RadarSimulator: Sendable, Equatable, Codable {
  /// What is made of the raw frames.
  public enum View: String, Sendable, Codable {
    case rangeDoppler = "range-doppler"
    case microDoppler = "micro-doppler"
  }

  public var seed: UInt64
  public var frontEnd: FrontEnd
  public var view: View
  public var chain: RangeDopplerChain
  public var microDopplerChain: MicroDopplerChain
  public var coding: MapCoding
  /// Power of a hand at 0.3 m over that of the noise in one sample, in decibels; sessions differ by a few.
  public var signalToNoise: Double
  /// Seconds that a recording lasts.
  public var durations: ClosedRange<Double>

  /// Frames that only fill the memory of the clutter filter.
  static let warmUpFrames = 4

  public init(
    configuration: ChirpConfiguration = .bgt60tr13cGesture, seed: UInt64 = 1, view: View = .rangeDoppler,
    signalToNoise: Double = 0, coding: MapCoding = .decibel(threshold: 5, span: 45),
    durations: ClosedRange<Double> = 0.66...1.2
  ) {
    self.seed = seed
    self.view = view
    self.coding = coding
    self.signalToNoise = signalToNoise
    self.durations = durations
    frontEnd = FrontEnd(view == .microDoppler ? configuration.withoutGaps : configuration)
    chain = Self.chain(for: configuration)
    microDopplerChain = MicroDopplerChain(rangeGate: chain.rangeGate)
  }

  /// Infineon's steps with Hann windows: 32 × 32 cells up to about 0.6 m and 2 m/s, magnitude and angle.
  public static func chain(for configuration: ChirpConfiguration) -> RangeDopplerChain {
    let angle: [RangeDopplerChannel] = configuration.receiverCount > 1 ? [.angle(between: 0, and: 1)] : []
    var chain = RangeDopplerChain(
      rangeWindow: .hann, dopplerWindow: .hann, channels: [.meanMagnitude] + angle)
    // Whole numbers of bins, so that where they are 32 of each (as for the default) nothing is resampled.
    let rangeStep = configuration.rangeResolution / Double(chain.rangePadding)
    let farthest = min(max(2, (0.6 / rangeStep).rounded()) * rangeStep, configuration.maximumRange)
    let velocityStep = configuration.velocityResolution / Double(chain.dopplerPadding)
    chain.rangeGate = 0...farthest
    chain.velocityGate = min(max(2, (2.07 / velocityStep).rounded()) * velocityStep, configuration.maximumVelocity)
    return chain
  }

  /// - Throws: ``RadarError`` when the chain does not fit the configuration.
  public func recording(_ identity: RecordingIdentity) throws(RadarError) -> SimulatedRecording {
    let performance = Performance(identity, seed: seed, frontEnd.configuration, durations)
    var radar = frontEnd
    radar.noise = radar.noise(forSignalToNoise: signalToNoise + performance.session.gain)
    switch view {
    case .rangeDoppler: return try rangeDoppler(performance, radar)
    case .microDoppler: return try microDoppler(performance, radar)
    }
  }

  private func rangeDoppler(_ performance: Performance, _ radar: FrontEnd) throws(RadarError) -> SimulatedRecording {
    let warmUp = Self.warmUpFrames
    let configuration = radar.configuration
    let frameCount = max(8, Int((performance.duration / configuration.frameInterval).rounded()))
    let raw = try frames(frameCount + warmUp, performance, radar, start: -Double(warmUp) * configuration.frameInterval)
    let maps = try chain.maps(of: raw).droppingFrames(warmUp)
    let noise = chain.noisePower(ofSamplePower: radar.noisePowerOfSample, configuration)
    let middles = (0..<frameCount).map { (Double($0) + 0.5) * configuration.frameInterval }
    return SimulatedRecording(
      identity: performance.identity, maps: coding.coded(maps, noisePower: noise),
      isAction: middles.map(performance.isAction(at:)), frameRate: configuration.frameRate, coding: coding)
  }

  private func microDoppler(_ performance: Performance, _ radar: FrontEnd) throws(RadarError) -> SimulatedRecording {
    let configuration = radar.configuration
    let chirps = max(Double(microDopplerChain.windowLength), performance.duration / configuration.chirpRepetitionTime)
    let frameCount = Int((chirps / Double(configuration.chirpCount)).rounded(.up))
    let raw = try frames(frameCount, performance, radar, start: 0)
    let map = try microDopplerChain.map(of: raw)
    let noise = try microDopplerChain.noisePower(ofSamplePower: radar.noisePowerOfSample, configuration)
    let window = Double(microDopplerChain.windowLength)
    let middles = (0..<map.shape[1]).map { column in
      (Double(column * microDopplerChain.hop) + window / 2) * configuration.chirpRepetitionTime
    }
    return SimulatedRecording(
      identity: performance.identity,
      maps: coding.coded(map, noisePower: noise).reshaped([1, map.shape[1], 1, map.shape[2]]),
      isAction: middles.map(performance.isAction(at:)),
      frameRate: 1 / (Double(microDopplerChain.hop) * configuration.chirpRepetitionTime), coding: coding)
  }

  private func frames(
    _ count: Int, _ performance: Performance, _ radar: FrontEnd, start: Double
  ) throws(RadarError) -> RawFrames {
    var random = RandomStream(seed: seed, sample: performance.identity.path, attack: "noise")
    return try radar.frames(count, of: performance.scene, startTime: start, using: &random)
  }
}

extension ChirpConfiguration {
  /// The same chirps, one frame right after the other.
  fileprivate var withoutGaps: ChirpConfiguration {
    var result = self
    result.frameInterval = Double(chirpCount) * chirpRepetitionTime
    return result
  }
}

extension FrontEnd {
  /// The mean power of the noise in a sample, with that of rounding; both parts of a complex one.
  fileprivate var noisePowerOfSample: Double {
    let rounding = converterBits == nil ? 0 : 1.0 / 12
    return (noise * noise + rounding) * (configuration.isComplex ? 2 : 1)
  }
}

extension Tensor {
  /// [channel, time, …] without the first `count` frames.
  fileprivate func droppingFrames(_ count: Int) -> Tensor {
    let frameSize = shape.dropFirst(2).reduce(1, *)
    var kept: [Float] = []
    for channel in 0..<shape[0] {
      let end = (channel + 1) * shape[1] * frameSize
      kept += scalars[end - (shape[1] - count) * frameSize..<end]
    }
    return Tensor(shape: [shape[0], shape[1] - count] + shape.dropFirst(2), scalars: kept)
  }
}
