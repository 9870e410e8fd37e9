import Foundation
import Radar
import Tensors
import Testing

/// A radar small enough for every number to be checked.
enum SmallRadar {
  static func configuration(isComplex: Bool) throws -> ChirpConfiguration {
    try ChirpConfiguration(
      name: "small", startFrequency: 60e9, slope: 1e14, sampleRate: 1e6, sampleCount: 8, chirpCount: 6,
      chirpInterval: 1e-4, frameInterval: 6e-4, receiverCount: 2, isComplex: isComplex)
  }

  /// The numbers of generate_chain.py.
  static func frames(isComplex: Bool) throws -> RawFrames {
    let shape = [3, 2, 6, 8] + (isComplex ? [2] : [])
    let scalars = (0..<shape.product).map { (n: Int) -> Float in Float((73 * n * n + 29 * n) % 997) / 100 - 5 }
    return try RawFrames(
      samples: Tensor(shape: shape, scalars: scalars), configuration: try configuration(isComplex: isComplex))
  }
}

@Suite struct RangeDopplerChainTests {
  private let chain = RangeDopplerChain(
    dopplerWindow: .hann, rowCount: 3, columnCount: 5, channels: [.meanMagnitude, .angle(between: 0, and: 1)])

  @Test(arguments: [false, true])
  func agreesWithNumpy(isComplex: Bool) throws {
    let maps = try chain.maps(of: SmallRadar.frames(isComplex: isComplex))
    let expected = isComplex ? ChainFixture.complex : ChainFixture.real
    #expect(maps.shape == [2, 3, 3, 5])
    for (value, reference) in zip(maps.scalars, expected) {
      #expect(abs(value - reference) < 2e-4 * max(1, abs(reference)), "\(value) is not \(reference)")
    }
  }

  @Test func magnitudesOfOneReceiverAverageToTheMean() throws {
    var separate = chain
    separate.channels = [.magnitude(receiver: 0), .magnitude(receiver: 1), .meanMagnitude]
    let maps = try separate.maps(of: SmallRadar.frames(isComplex: false)).samples.map(\.scalars)
    for index in maps[0].indices {
      let mean = (maps[0][index] * maps[0][index] + maps[1][index] * maps[1][index]) / 2
      #expect(abs(maps[2][index] - mean.squareRoot()) < 1e-5 * max(1, maps[2][index]))
    }
  }

  @Test func scalesAreFunctionsOfTheMagnitude() throws {
    var scaled = chain
    scaled.channels = [.meanMagnitude]
    let frames = try SmallRadar.frames(isComplex: false)
    let linear = try scaled.maps(of: frames).scalars
    scaled.scale = .decibel
    let decibel = try scaled.maps(of: frames).scalars
    scaled.scale = .logarithm
    let logarithm = try scaled.maps(of: frames).scalars
    for index in linear.indices where linear[index] > 0 {
      #expect(abs(linear[index] * linear[index] / pow(10, decibel[index] / 10) - 1) < 1e-4)
      #expect(abs(exp(logarithm[index]) - 1 - linear[index]) < 1e-4 * max(1, linear[index]))
    }
    // The first frame only fills the filter's memory, and a logarithm of zero is a number.
    #expect(linear.prefix(15).allSatisfy { $0 == 0 })
    #expect(decibel.prefix(15).allSatisfy { $0 == MagnitudeScale.floor })
  }

  @Test func slowTimeMeanEmptiesZeroDoppler() throws {
    let plain = RangeDopplerChain(
      removesFrameMean: false, clutterFilter: .slowTimeMean, dopplerWindow: .rectangular, dopplerPadding: 1,
      rowCount: nil, columnCount: nil)
    let maps = try plain.maps(of: SmallRadar.frames(isComplex: false))
    #expect(maps.shape == [1, 3, 8, 6])
    let columns = (0..<6).map { column in
      stride(from: column, to: maps.count, by: 6).reduce(Float(0)) { max($0, maps.scalars[$1]) }
    }
    #expect(columns[3] < 1e-5)
    #expect(columns.filter { $0 > 0.01 }.count == 5)
  }

  @Test func gatesKeepWholeBins() throws {
    let configuration = ChirpConfiguration.bgt60tr13cGesture
    var gated = RangeDopplerChain(rowCount: nil, columnCount: nil)
    gated.rangeGate = 0...16 * configuration.rangeResolution
    gated.velocityGate = 8 * configuration.velocityResolution
    let grid = try RangeDopplerGrid(gated, configuration)
    #expect(grid.ranges.count == 32 && grid.velocities.count == 32)
    #expect(grid.ranges[0] == 0 && grid.velocities[16] == 0)
    #expect(abs(grid.ranges[2] - configuration.rangeResolution) < 1e-12)
    #expect(abs(grid.velocities[18] - configuration.velocityResolution) < 1e-12)
  }
}

@Suite struct RangeDopplerChainErrorTests {
  private func failure(_ chain: RangeDopplerChain) throws -> String {
    let frames = try SmallRadar.frames(isComplex: false)
    do {
      _ = try chain.maps(of: frames)
      return "none"
    } catch { return "\(error)" }
  }

  @Test func missingReceiversAreNamed() throws {
    #expect(
      try failure(RangeDopplerChain(channels: [.angle(between: 0, and: 2)]))
        == "range-Doppler chain: receiver 2 is wanted of 2; receivers are counted from 0")
    #expect(try failure(RangeDopplerChain(channels: [])).contains("no channels are wanted"))
  }

  @Test func gatesWithoutBinsAreRefused() throws {
    #expect(try failure(RangeDopplerChain(rangeGate: 100...101)).contains("holds none of 8 bins"))
    #expect(try failure(RangeDopplerChain(velocityGate: .nan)).contains("the gates are"))
  }

  @Test func senselessSettingsAreRefused() throws {
    #expect(try failure(RangeDopplerChain(rangePadding: 0)).contains("range padding: 0"))
    #expect(try failure(RangeDopplerChain(rowCount: 0)).contains("rows: 0"))
    #expect(try failure(RangeDopplerChain(clutterFilter: .movingTarget(rate: 0))).contains("its rate is 0"))
  }

  @Test func framesOfAnotherShapeAreRefused() throws {
    let configuration = try SmallRadar.configuration(isComplex: true)
    for shape in [[3, 2, 6, 8], [3, 3, 6, 8, 2], [0, 2, 6, 8, 2], [3, 2, 8, 6, 2]] {
      #expect(throws: RadarError.self) { try RawFrames(samples: Tensor(shape: shape), configuration: configuration) }
    }
    let hole = Tensor(repeating: .nan, shape: [1, 1, 6, 8, 2])
    #expect(throws: RadarError.self) { try RawFrames(samples: hole, configuration: configuration) }
  }
}
