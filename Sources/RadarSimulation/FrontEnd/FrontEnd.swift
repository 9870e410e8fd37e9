public import Radar

/// The radar of a simulation: chirps, antennas, and what its hardware does wrong.
///
/// The beat signal of an echo at distance R from the transmitter and R' from a receiver, delay τ = (R + R') / c, at time t of
/// a chirp with start frequency f and slope S:
///
/// `s(t) = g · √σ · d(θ) / (R R') · cos 2π(f τ + S τ t − S τ² / 2)`, or exp of the same phase for a complex converter,
///
/// so that the phase moves by 4πR/λ and the frequency is 2SR/c; d(θ) = cos θ is the antennas' pattern, two ways. Added:
///
/// | | model |
/// |---|---|
/// | leakage of the transmitter | an echo that stands still at ``leakageRange`` |
/// | phase noise | each chirp turns each echo by a normal angle of ``phaseNoise`` · distance: near echoes share the oscillator's errors with it (range correlation) |
/// | thermal noise | white and normal, ``noise`` rms in each sample of each receiver (I and Q each) |
/// | converter | rounded, and cut off at ``converterBits`` |
///
/// A target stands still during a chirp (its motion over 50 µs is a few hundredths of a millimetre).
public struct FrontEnd: Sendable, Equatable, Codable {
  public var configuration: ChirpConfiguration
  /// Where the receivers are, in metres; the transmitter is at the origin.
  public var receivers: [SIMD3<Double>]
  /// Converter steps for a cross-section of 1 (a hand) at 1 m.
  public var gain: Double
  /// Steps, rms.
  public var noise: Double
  /// Steps.
  public var leakage: Double
  /// Metres.
  public var leakageRange: Double
  /// Radians per metre of distance, rms.
  public var phaseNoise: Double
  /// Nil for an ideal converter.
  public var converterBits: Int?

  public init(
    _ configuration: ChirpConfiguration, receivers: [SIMD3<Double>]? = nil, gain: Double = 5.4, noise: Double = 40,
    leakage: Double = 350, leakageRange: Double = 0.015, phaseNoise: Double = 0.05, converterBits: Int? = 12
  ) {
    self.configuration = configuration
    self.receivers = receivers ?? Self.line(configuration, count: min(2, configuration.receiverCount))
    self.gain = gain
    self.noise = noise
    self.leakage = leakage
    self.leakageRange = leakageRange
    self.phaseNoise = phaseNoise
    self.converterBits = converterBits
  }

  /// Receivers half a wavelength apart along x.
  public static func line(_ configuration: ChirpConfiguration, count: Int) -> [SIMD3<Double>] {
    (0..<count).map { SIMD3((Double($0) - Double(count - 1) / 2) * configuration.wavelength / 2, 0, 0) }
  }

  /// Three receivers in an L, as on the BGT60TR13C: the second half a wavelength aside, the third as much above.
  public static func corner(_ configuration: ChirpConfiguration) -> [SIMD3<Double>] {
    let half = configuration.wavelength / 2
    return [.zero, SIMD3(half, 0, 0), SIMD3(0, 0, half)]
  }

  /// The noise at which a hand at 0.3 m has the given ratio of powers in one sample, in decibels.
  public func noise(forSignalToNoise decibels: Double) -> Double {
    let amplitude = gain / (0.3 * 0.3)
    let power = amplitude * amplitude / (configuration.isComplex ? 1 : 2)
    let noisePower = power / decibelRatio(decibels)
    return (configuration.isComplex ? noisePower / 2 : noisePower).squareRoot()
  }
}
