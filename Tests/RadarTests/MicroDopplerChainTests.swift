import Radar
import Tensors
import Testing

@Suite struct MicroDopplerChainTests {
  @Test func agreesWithNumpy() throws {
    let chain = MicroDopplerChain(windowLength: 8, hop: 4)
    let map = try chain.map(of: SmallRadar.frames(isComplex: false))
    #expect(map.shape == [1, 3, 8])
    #expect(map.count == ChainFixture.microDoppler.count)
    for (value, reference) in zip(map.scalars, ChainFixture.microDoppler) {
      #expect(abs(value - reference) < 2e-4 * max(1, reference))
    }
  }

  @Test func framesWithGapsAreRefused() throws {
    var configuration = try SmallRadar.configuration(isComplex: false)
    configuration.frameInterval = 1e-3
    let frames = try RawFrames(samples: SmallRadar.frames(isComplex: false).samples, configuration: configuration)
    #expect {
      try MicroDopplerChain(windowLength: 8).map(of: frames)
    } throws: {
      "\($0)".contains("between frames, so the chirps are not evenly spaced")
    }
  }

  @Test func shortRecordingsAndMissingReceiversAreRefused() throws {
    let frames = try SmallRadar.frames(isComplex: false)
    #expect(throws: RadarError.self) { try MicroDopplerChain().map(of: frames) }
    #expect(throws: RadarError.self) { try MicroDopplerChain(windowLength: 8).map(of: frames, receiver: 2) }
    #expect(throws: RadarError.self) { try MicroDopplerChain(windowLength: 8, hop: 0).map(of: frames) }
  }
}
