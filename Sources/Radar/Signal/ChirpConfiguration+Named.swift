/// Configurations in use, by name.
extension ChirpConfiguration {
  /// Infineon BGT60TR13C as its gesture library and the public data set of Infineon use it: 58.5–62.5 GHz, 3.75 cm, 4.1 m/s.
  public static let bgt60tr13cGesture = ChirpConfiguration(
    unchecked: "bgt60tr13c-gesture", startFrequency: 58.5e9, slope: 4e9 / 32e-6, sampleRate: 2e6, sampleCount: 64,
    chirpCount: 32, chirpInterval: 299.8e-6, frameInterval: 30e-3, receiverCount: 3, isComplex: false)

  /// Texas Instruments IWR6843AOP set up to resemble Google Soli: 60 GHz, 6.2 cm, 3.7 m/s.
  public static let soliLikeIWR6843 = ChirpConfiguration(
    unchecked: "soli-like-iwr6843", startFrequency: 60e9, slope: 46.892e12, sampleRate: 5e6, sampleCount: 256,
    chirpCount: 100, chirpInterval: 333e-6, frameInterval: 1 / 30.0, receiverCount: 4, isComplex: true)

  /// Texas Instruments AWR1642, two transmitters taking turns: 77 GHz, 3.9 cm, 2.3 m/s.
  public static let awr1642 = ChirpConfiguration(
    unchecked: "awr1642", startFrequency: 77e9, slope: 20e12, sampleRate: 2e6, sampleCount: 384, chirpCount: 16,
    chirpInterval: 207e-6, transmitterCount: 2, frameInterval: 0.1, receiverCount: 4, isComplex: true)

  /// Texas Instruments IWR1443, three transmitters taking turns: 77 GHz, 4.7 cm, 0.47 m/s, so faster hands wrap around.
  public static let iwr1443 = ChirpConfiguration(
    unchecked: "iwr1443", startFrequency: 77e9, slope: 100e12, sampleRate: 6e6, sampleCount: 192, chirpCount: 16,
    chirpInterval: 690e-6, transmitterCount: 3, frameInterval: 1 / 15.0, receiverCount: 4, isComplex: true)

  public static let named: [ChirpConfiguration] = [bgt60tr13cGesture, soliLikeIWR6843, awr1642, iwr1443]

  /// - Throws: ``RadarError`` that lists the names there are.
  public static func named(_ name: String) throws(RadarError) -> ChirpConfiguration {
    guard let configuration = named.first(where: { $0.name == name }) else {
      throw RadarError(
        "configuration '\(name)'", "there is none of this name",
        remedy: "choose among \(named.map(\.name).joined(separator: ", "))")
    }
    return configuration
  }
}
