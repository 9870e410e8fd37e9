import Foundation
import Radar
import RadarSimulation
import Tensors
import Testing

/// A radar without faults, so that what is seen is the echo.
private func perfect(_ configuration: ChirpConfiguration) -> FrontEnd {
  FrontEnd(configuration, noise: 0, leakage: 0, phaseNoise: 0, converterBits: nil)
}

/// Everything a transform shows, clutter included.
private let openChain = RangeDopplerChain(
  removesFrameMean: false, clutterFilter: .none, removesChirpMean: false, rowCount: nil, columnCount: nil)

private func peak(_ map: [Float], columns: Int) -> (row: Int, column: Int, value: Float) {
  let index = map.indices.max { map[$0] < map[$1] } ?? 0
  return (index / columns, index % columns, map[index])
}

@Suite struct FrontEndEchoTests {
  struct Case: Sendable {
    let name: String
    let range: Double
    let velocity: Double
  }

  static let cases = [
    Case(name: "bgt60tr13c-gesture", range: 0.25, velocity: 0),
    Case(name: "bgt60tr13c-gesture", range: 0.4, velocity: 1.2),
    Case(name: "bgt60tr13c-gesture", range: 0.9, velocity: -2.5),
    Case(name: "soli-like-iwr6843", range: 0.5, velocity: -1),
    Case(name: "soli-like-iwr6843", range: 3, velocity: 2.2), Case(name: "awr1642", range: 0.35, velocity: 0.8),
    Case(name: "awr1642", range: 2, velocity: -1.7), Case(name: "iwr1443", range: 0.6, velocity: 0.3),
  ]

  @Test(arguments: cases)
  func aPointTargetPeaksInItsCell(_ target: Case) throws {
    let configuration = try ChirpConfiguration.named(target.name)
    var random = RandomStream(seed: 1)
    // At the middle of the frame it is where the case says.
    let middle = Double(configuration.chirpCount) * configuration.chirpRepetitionTime / 2
    let scene = PointTarget(
      start: SIMD3(0, target.range - target.velocity * middle, 0), velocity: SIMD3(0, target.velocity, 0))
    let raw = try perfect(configuration).frames(1, of: scene, using: &random)
    let map = try openChain.maps(of: raw)
    let grid = try RangeDopplerGrid(openChain, configuration)
    let expected = grid.cell(range: target.range, velocity: target.velocity)
    let found = peak(map.scalars, columns: grid.velocities.count)
    #expect(abs(found.row - expected.row) <= 1 && abs(found.column - expected.column) <= 1)
  }

  @Test func fasterThanTheGreatestVelocityWrapsAround() throws {
    let configuration = ChirpConfiguration.iwr1443
    var random = RandomStream(seed: 1)
    let velocity = 0.7
    let scene = PointTarget(start: SIMD3(0, 0.5, 0), velocity: SIMD3(0, velocity, 0))
    let raw = try perfect(configuration).frames(1, of: scene, using: &random)
    let grid = try RangeDopplerGrid(openChain, configuration)
    let found = peak(try openChain.maps(of: raw).scalars, columns: grid.velocities.count)
    let wrapped = velocity - 2 * configuration.maximumVelocity
    #expect(abs(grid.velocities[found.column] - wrapped) < configuration.velocityResolution)
  }

  /// Doubling the distance takes 12 dB of power each way twice: a quarter of the amplitude.
  @Test(arguments: [ChirpConfiguration.bgt60tr13cGesture, .soliLikeIWR6843])
  func amplitudeFallsWithTheSquareOfTheDistance(configuration: ChirpConfiguration) throws {
    var random = RandomStream(seed: 1)
    var amplitudes: [Float] = []
    let step = configuration.rangeResolution
    for bin in [5.0, 10, 20] {
      let scene = PointTarget(start: SIMD3(0, bin * step, 0))
      let raw = try perfect(configuration).frames(1, of: scene, using: &random)
      let map = try openChain.maps(of: raw)
      amplitudes.append(map.scalars.max() ?? 0)
      // A tone in the middle of a cell keeps its amplitude: gain / R².
      let expected = Float(FrontEnd(configuration).gain / (bin * step * bin * step))
      #expect(abs(amplitudes[amplitudes.count - 1] / expected - 1) < 0.02)
    }
    #expect(abs(amplitudes[0] / amplitudes[1] - 4) < 0.05)
    #expect(abs(amplitudes[1] / amplitudes[2] - 4) < 0.05)
  }

  @Test func approachingIsLeftOfTheMiddle() throws {
    let configuration = ChirpConfiguration.bgt60tr13cGesture
    var random = RandomStream(seed: 1)
    for velocity in [-1.0, 1.0] {
      let scene = PointTarget(start: SIMD3(0, 0.4, 0), velocity: SIMD3(0, velocity, 0))
      let raw = try perfect(configuration).frames(1, of: scene, using: &random)
      let found = peak(try openChain.maps(of: raw).scalars, columns: 64)
      #expect(velocity < 0 ? found.column < 32 : found.column > 32)
    }
  }

  /// The phase between receivers half a wavelength apart, over π, is the sine of the angle.
  @Test(arguments: [-40.0, -15, 0, 25, 50])
  func theAngleChannelShowsTheSine(degrees: Double) throws {
    let angle = degrees * .pi / 180
    var random = RandomStream(seed: 1)
    let scene = PointTarget(start: SIMD3(0.6 * sin(angle), 0.6 * cos(angle), 0), velocity: SIMD3(0, 0.5, 0))
    let raw = try perfect(.bgt60tr13cGesture).frames(1, of: scene, using: &random)
    var chain = openChain
    chain.channels = [.meanMagnitude, .angle(between: 0, and: 1)]
    let maps = try chain.maps(of: raw).samples.map(\.scalars)
    let cell = maps[0].indices.max { maps[0][$0] < maps[0][$1] } ?? 0
    #expect(abs(Double(maps[1][cell]) - sin(angle)) < 0.02)
  }

  @Test func theCornerSeesHeightWithItsThirdReceiver() throws {
    let configuration = ChirpConfiguration.bgt60tr13cGesture
    var radar = perfect(configuration)
    radar.receivers = FrontEnd.corner(configuration)
    var random = RandomStream(seed: 1)
    let scene = PointTarget(start: SIMD3(0, 0.5, 0.2))
    let raw = try radar.frames(1, of: scene, using: &random)
    var chain = openChain
    chain.channels = [.meanMagnitude, .angle(between: 0, and: 1), .angle(between: 0, and: 2)]
    let maps = try chain.maps(of: raw).samples.map(\.scalars)
    let cell = maps[0].indices.max { maps[0][$0] < maps[0][$1] } ?? 0
    #expect(abs(maps[1][cell]) < 0.02)
    #expect(abs(Double(maps[2][cell]) - 0.2 / 0.29.squareRoot()) < 0.02)
  }
}

@Suite struct FrontEndFaultTests {
  private let configuration = ChirpConfiguration.bgt60tr13cGesture

  /// Leakage and a wall that stands still.
  private func stillFrames(_ radar: FrontEnd) throws -> RawFrames {
    var random = RandomStream(seed: 3)
    return try radar.frames(6, of: PointTarget(start: SIMD3(0.1, 0.5, 0)), using: &random)
  }

  @Test func leakageAndClutterLieAtZeroDoppler() throws {
    var radar = perfect(configuration)
    radar.leakage = 300
    let map = try openChain.maps(of: stillFrames(radar))
    for start in stride(from: 0, to: map.count, by: 64) {
      let row = Array(map.scalars[start..<start + 64])
      guard let greatest = row.max(), greatest > 1 else { continue }
      #expect(row.firstIndex(of: greatest) == 32)
    }
    #expect((map.scalars.max() ?? 0) > 200)
  }

  @Test(arguments: [ClutterFilter.movingTarget(rate: 0.8), .movingTarget(rate: 0.3), .slowTimeMean])
  func filtersRemoveWhatStandsStill(filter: ClutterFilter) throws {
    var radar = perfect(configuration)
    radar.leakage = 300
    var chain = openChain
    let before = try chain.maps(of: stillFrames(radar)).scalars.max() ?? 0
    chain.clutterFilter = filter
    let after = try chain.maps(of: stillFrames(radar)).scalars.max() ?? 1
    #expect(after < 1e-4 * before)
  }

  @Test(arguments: [ClutterFilter.none, .movingTarget(rate: 0.8), .movingTarget(rate: 0.4)])
  func noiseInACellIsPredicted(filter: ClutterFilter) throws {
    for configuration in [ChirpConfiguration.bgt60tr13cGesture, .awr1642] {
      var radar = perfect(configuration)
      radar.noise = 7
      var random = RandomStream(seed: 11)
      let raw = try radar.frames(60, of: EmptyScene(), using: &random)
      var chain = RangeDopplerChain(clutterFilter: filter, rowCount: nil, columnCount: nil)
      chain.rangeGate = 5 * configuration.rangeResolution...15 * configuration.rangeResolution
      let maps = try chain.maps(of: raw)
      let frameSize = maps.count / 60
      let settled = maps.scalars.dropFirst(20 * frameSize)
      let power = settled.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(settled.count)
      let expected = chain.noisePower(ofSamplePower: configuration.isComplex ? 98 : 49, configuration)
      #expect(abs(power / expected - 1) < 0.06, "\(configuration.name): \(power) is not near \(expected)")
    }
  }

  @Test func samplesOfNoiseHaveTheDeviationAndNoMean() throws {
    var radar = perfect(configuration)
    radar.noise = 20
    var random = RandomStream(seed: 5)
    let samples = try radar.frames(20, of: EmptyScene(), using: &random).samples.scalars
    let count = Double(samples.count)
    let mean = samples.reduce(0.0) { $0 + Double($1) } / count
    let variance = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / count
    let fourth = samples.reduce(0.0) { $0 + pow(Double($1), 4) } / count
    #expect(abs(mean) < 5 * 20 / count.squareRoot())
    #expect(abs(variance / 400 - 1) < 5 * (2 / count).squareRoot())
    // Of a normal distribution, the fourth moment is three times the square of the second.
    #expect(abs(fourth / (variance * variance) - 3) < 0.1)
  }

  @Test func theConverterRoundsToStepsAndCutsOff() throws {
    var radar = perfect(configuration)
    radar.noise = 30
    let scene = PointTarget(start: SIMD3(0, 0.3, 0))
    var random = RandomStream(seed: 8)
    let ideal = try radar.frames(4, of: scene, using: &random).samples.scalars
    radar.converterBits = 12
    random = RandomStream(seed: 8)
    let real = try radar.frames(4, of: scene, using: &random).samples.scalars
    #expect(real.allSatisfy { $0 == $0.rounded() && (0...4095).contains($0) })
    let errors = zip(real, ideal).map { Double($0) - 2048 - Double($1) }
    #expect(errors.allSatisfy { abs($0) <= 0.501 })
    let variance = errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
    #expect(abs(variance * 12 - 1) < 0.05)
    radar.gain = 1e4
    random = RandomStream(seed: 8)
    let clipped = try radar.frames(1, of: scene, using: &random).samples.scalars
    #expect(clipped.min() == 0 && clipped.max() == 4095)
  }

  @Test func complexConvertersCutOffOnBothSidesOfZero() throws {
    var radar = perfect(.awr1642)
    radar.converterBits = 12
    radar.gain = 1e5
    var random = RandomStream(seed: 8)
    let samples = try radar.frames(1, of: PointTarget(start: SIMD3(0, 0.5, 0)), using: &random).samples.scalars
    #expect(samples.min() == -2048 && samples.max() == 2047)
  }

  /// Near echoes share the oscillator's errors; at 2 m the phase wanders twice as much as at 1 m.
  @Test func phaseNoiseGrowsWithDistance() throws {
    var radar = perfect(.awr1642)
    radar.phaseNoise = 0.1
    var spreads: [Double] = []
    for distance in [1.0, 2.0] {
      var random = RandomStream(seed: 21)
      let raw = try radar.frames(40, of: PointTarget(start: SIMD3(0, distance, 0)), using: &random)
      let chirpSize = 2 * raw.configuration.sampleCount
      let phases = stride(from: 0, to: raw.samples.count, by: chirpSize).enumerated().compactMap { chirp, start in
        // The first of the two receivers.
        chirp / 16 % 2 == 0
          ? atan2(Double(raw.samples.scalars[start + 1]), Double(raw.samples.scalars[start])) : nil
      }
      let turned = phases.map { ($0 - phases[0]).remainder(dividingBy: 2 * .pi) }
      let mean = turned.reduce(0, +) / Double(turned.count)
      spreads.append((turned.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(turned.count)).squareRoot())
    }
    #expect(abs(spreads[0] - 0.1) < 0.015)
    #expect(abs(spreads[1] / spreads[0] - 2) < 0.01)
  }

  @Test func signalToNoiseIsThatOfAHandAtThirtyCentimetres() throws {
    for configuration in [ChirpConfiguration.bgt60tr13cGesture, .awr1642] {
      let radar = perfect(configuration)
      var random = RandomStream(seed: 2)
      let samples = try radar.frames(2, of: PointTarget(start: SIMD3(0, 0.3, 0)), using: &random).samples.scalars
      let parts = configuration.isComplex ? 2.0 : 1.0
      let power = parts * samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
      let noise = radar.noise(forSignalToNoise: 6)
      #expect(abs(10 * log10(power / (parts * noise * noise)) - 6) < 0.2)
    }
  }
}
