internal import Foundation
internal import Tensors

/// A random function of time: a few sinusoids of random frequency and phase, of mean 0 and standard deviation 1.
///
/// It can be asked at any time in any order, which a random walk cannot. Serves tremor, drift, sway and scintillation.
struct SmoothNoise: Sendable {
  private struct Wave: Sendable {
    let rate: Double
    let phase: Double
  }

  private let waves: [Wave]
  private let scale: Double

  /// Frequencies are drawn evenly from `band`, in hertz.
  init(band: ClosedRange<Double>, waveCount: Int = 4, using random: inout RandomStream) {
    waves = (0..<waveCount).map { _ in
      Wave(rate: 2 * .pi * random.uniform(in: band), phase: random.uniform(in: 0...2 * .pi))
    }
    scale = (2 / Double(waveCount)).squareRoot()
  }

  func value(at time: Double) -> Double {
    var sum = 0.0
    for wave in waves { sum += sin(wave.rate * time + wave.phase) }
    return scale * sum
  }
}

/// Three independent ``SmoothNoise``s: a random path.
struct SmoothPath: Sendable {
  private let x: SmoothNoise, y: SmoothNoise, z: SmoothNoise
  private let deviation: Double

  /// `deviation` in metres along each axis.
  init(band: ClosedRange<Double>, deviation: Double, waveCount: Int = 3, using random: inout RandomStream) {
    x = SmoothNoise(band: band, waveCount: waveCount, using: &random)
    y = SmoothNoise(band: band, waveCount: waveCount, using: &random)
    z = SmoothNoise(band: band, waveCount: waveCount, using: &random)
    self.deviation = deviation
  }

  func offset(at time: Double) -> SIMD3<Double> {
    deviation * SIMD3(x.value(at: time), y.value(at: time), z.value(at: time))
  }
}
