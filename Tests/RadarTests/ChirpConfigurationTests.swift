import Radar
import Testing

@Suite struct ChirpConfigurationTests {
  /// What the makers and users of these set-ups state; within 5 %, since some take the wavelength at another frequency.
  @Test(arguments: [
    ("bgt60tr13c-gesture", 4e9, 0.0375, 4.13, 0.258, 33.3), ("soli-like-iwr6843", 2.4e9, 0.062, 3.64, 0.073, 30),
    ("awr1642", 3.84e9, 0.039, 2.29, 0.29, 10), ("iwr1443", 3.2e9, 0.047, 0.47, 0.06, 15),
  ])
  func namedConfigurationsHaveTheKnownResolutions(
    name: String, bandwidth: Double, range: Double, velocity: Double, step: Double, rate: Double
  ) throws {
    let configuration = try ChirpConfiguration.named(name)
    try configuration.validate()
    let pairs = [
      (configuration.sampledBandwidth, bandwidth), (configuration.rangeResolution, range),
      (configuration.maximumVelocity, velocity), (configuration.velocityResolution, step),
      (configuration.frameRate, rate),
    ]
    for (value, expected) in pairs { #expect(abs(value / expected - 1) < 0.05, "\(value) is not near \(expected)") }
  }

  @Test func realConvertersSeeHalfAsFar() {
    let real = ChirpConfiguration.bgt60tr13cGesture
    var complex = real
    complex.isComplex = true
    #expect(abs(real.maximumRange - 1.199) < 1e-3)
    #expect(complex.maximumRange == 2 * real.maximumRange)
  }

  @Test func transmittersThatTakeTurnsSlowTheChirpsDown() {
    #expect(abs(ChirpConfiguration.iwr1443.chirpRepetitionTime - 2.07e-3) < 1e-12)
    #expect(abs(ChirpConfiguration.awr1642.chirpRepetitionTime - 0.414e-3) < 1e-12)
  }

  @Test func unknownNamesListTheKnown() {
    #expect {
      try ChirpConfiguration.named("bgt61")
    } throws: { error in
      "\(error)" == "configuration 'bgt61': there is none of this name; choose among bgt60tr13c-gesture, "
        + "soli-like-iwr6843, awr1642, iwr1443"
    }
  }

  @Test func impossibleSettingsSayWhichTheyAre() {
    var tooLong = ChirpConfiguration.bgt60tr13cGesture
    tooLong.frameInterval = 5e-3
    #expect(throws: RadarError.self) { try tooLong.validate() }
    var tooMany = ChirpConfiguration.bgt60tr13cGesture
    tooMany.sampleCount = 1000
    #expect(throws: RadarError.self) { try tooMany.validate() }
    for bad in [0, -1, Double.nan, .infinity] {
      var wrong = ChirpConfiguration.bgt60tr13cGesture
      wrong.slope = bad
      #expect { try wrong.validate() } throws: { "\($0)".contains("the slope is \(bad)") }
    }
  }
}
