internal import Foundation
public import Radar
public import Tensors

extension FrontEnd {
  /// The raw frames of a scene.
  ///
  /// - Parameters:
  ///   - frameCount: how many.
  ///   - scene: what is in front of the radar.
  ///   - startTime: when the first frame begins, in seconds of the scene.
  ///   - random: the noise; the same stream gives the same frames.
  /// - Returns: the samples of every receiver, as the converter gives them.
  /// - Throws: ``RadarError`` for a configuration that cannot be.
  public func frames(
    _ frameCount: Int, of scene: some Scene, startTime: Double = 0, using random: inout RandomStream
  ) throws(RadarError) -> RawFrames {
    precondition(!receivers.isEmpty && frameCount > 0, "FrontEnd: no receivers or no frames")
    var samples: [Float] = []
    let chirpSize = configuration.sampleCount * (configuration.isComplex ? 2 : 1)
    samples.reserveCapacity(frameCount * receivers.count * configuration.chirpCount * chirpSize)
    var signal = BeatSignal(sampleCount: configuration.sampleCount, isComplex: configuration.isComplex)
    for frame in 0..<frameCount {
      let times = (0..<configuration.chirpCount).map { chirp in
        startTime + Double(frame) * configuration.frameInterval + Double(chirp) * configuration.chirpRepetitionTime
      }
      let chirps = times.map {
        ChirpScene(echoes: scene.echoes(at: $0), oscillatorError: Double(random.nextGaussian()))
      }
      for receiver in receivers {
        for chirp in chirps {
          signal.clear()
          add(chirp, seenFrom: receiver, to: &signal)
          signal.append(to: &samples)
        }
      }
    }
    addNoise(to: &samples, using: &random)
    if let converterBits {
      Converter(bits: converterBits, isComplex: configuration.isComplex).convert(&samples)
    }
    let tail = [configuration.sampleCount] + (configuration.isComplex ? [2] : [])
    let shape = [frameCount, receivers.count, configuration.chirpCount] + tail
    return try RawFrames(samples: Tensor(shape: shape, scalars: samples), configuration: configuration)
  }

  /// What one chirp meets.
  private struct ChirpScene {
    let echoes: [Echo]
    /// In deviations of the phase noise.
    let oscillatorError: Double
  }

  private func add(_ chirp: ChirpScene, seenFrom receiver: SIMD3<Double>, to signal: inout BeatSignal) {
    if leakage != 0 { add(amplitude: leakage, path: 2 * leakageRange, chirp.oscillatorError, to: &signal) }
    for echo in chirp.echoes {
      let out = max(echo.position.length, 0.005)
      let back = max((echo.position - receiver).length, 0.005)
      // Behind the antennas there is nothing.
      let pattern = max(0, echo.position.y / out)
      let amplitude = gain * echo.amplitude * pattern / (out * back)
      if amplitude > 0 { add(amplitude: amplitude, path: out + back, chirp.oscillatorError, to: &signal) }
    }
  }

  private func add(amplitude: Double, path: Double, _ oscillatorError: Double, to signal: inout BeatSignal) {
    let delay = path / ChirpConfiguration.speedOfLight
    let cycles = configuration.startFrequency * delay - configuration.slope * delay * delay / 2
    let phase = 2 * .pi * cycles.remainder(dividingBy: 1) + phaseNoise * oscillatorError * path / 2
    signal.add(
      amplitude: amplitude, phase: phase, turn: 2 * .pi * configuration.slope * delay / configuration.sampleRate)
  }

  private func addNoise(to samples: inout [Float], using random: inout RandomStream) {
    guard noise > 0 else { return }
    let deviation = Float(noise)
    for index in stride(from: 0, to: samples.count - 1, by: 2) {
      let (first, second) = random.gaussianPair()
      samples[index] += deviation * first
      samples[index + 1] += deviation * second
    }
    if samples.count % 2 == 1 { samples[samples.count - 1] += deviation * random.gaussianPair().0 }
  }
}
