import HDF5
import Radar
import Tensors
import TestSupport
import Testing

@Suite struct RadarSampleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sample(_ preparation: SamplePreparation) throws -> RadarSample {
    let path = folder.file("a.h5")
    try RecordingLayouts.writeKKT(path)
    return try preparation.sample(Recording(contentsOf: path), id: "Stone/a.h5", classIndex: 1, className: "Stone")
  }

  @Test func aSampleKeepsWhatItsFramesAre() throws {
    let framing = Framing(frameCount: 5, padding: .repeatLast, cropsToAction: true)
    let sample = try sample(SamplePreparation(framing: framing, transform: ValueTransform("scale:1/100")))
    #expect(sample.input.shape == [2, 5, 3, 4])
    #expect(sample.frameKinds == [.action, .action, .action, .padding, .padding])
    #expect(sample.frameSources[4] == .copy(4))
    #expect(abs(sample.input.scalars[0] - 0.2) < 1e-6)
    #expect(sample.facts.frameCount == 6)
    #expect(sample.timeAxis == 1)
  }

  @Test func axesFollowTheModel() throws {
    let axes: [Axis] = [.time, .channel, .doppler, .range]
    let sample = try sample(SamplePreparation(axes: axes))
    #expect(sample.input.shape == [6, 2, 4, 3])
    // Time 5, channel 1, doppler 3, range 2.
    #expect(sample.input.scalars[((5 * 2 + 1) * 4 + 3) * 3 + 2] == 161)
    #expect(sample.timeAxis == 0)
    #expect(try sample.permuted(to: Recording.axes).input == (try self.sampleAgain()).input)
  }

  private func sampleAgain() throws -> RadarSample {
    try SamplePreparation().sample(Recording(contentsOf: folder.file("a.h5")), id: "x")
  }

  @Test func anAxisOfOneMayBeLeftOut() throws {
    let sample = try sample(SamplePreparation(channels: [1], axes: [.time, .range, .doppler]))
    #expect(sample.input.shape == [6, 3, 4])
    #expect(sample.input.scalars[0] == 100)
    #expect(try sample.permuted(to: Recording.axes).input.shape == [1, 6, 3, 4])
    let error = #expect(throws: RadarError.self) { try self.sampleAgain().permuted(to: [.time, .range, .doppler]) }
    #expect(error?.problem == "axis 'channel' of extent 2 has no place in [time, range, doppler]")
  }

  @Test func aPerturbationIsRoundedToWhatTheFileCanHold() throws {
    let preparation = SamplePreparation(
      channels: [0], transform: try ValueTransform("log1p:724"), axes: [.range, .doppler, .time, .channel])
    let sample = try sample(preparation)
    #expect(try sample.roundedToStoredValues(sample.input) == sample.input)
    // Adding 0.4 stored units vanishes, 0.6 becomes a whole one.
    let stored = try sample.storedValues(of: sample.input)
    for (amount, expected) in [(Float(0.4), Float(0)), (0.6, 1)] {
      let shifted = stored.map { ($0.rounded() + amount) }.map {
        sample.fittedTransform.applied(to: Tensor(scalar: $0)).scalars[0]
      }
      let back = try sample.storedValues(of: try sample.roundedToStoredValues(shifted))
      for (after, before) in zip(back.scalars, stored.scalars) {
        #expect(abs(after - before.rounded() - expected) < 1e-2)
      }
    }
  }

  @Test func maximaAreFoundAnewAfterRounding() throws {
    let sample = try sample(SamplePreparation(channels: [0], transform: try ValueTransform("perSampleMax")))
    // The largest stored value is 61: doubled, it becomes the new maximum, and everything else is halved.
    var louder = sample.input
    let peak = try #require(louder.scalars.firstIndex(of: 1))
    louder.withMutableScalars { $0[peak] = 2 }
    let seen = try sample.roundedToStoredValues(louder)
    #expect(seen.scalars[peak] == 1)
    #expect(abs(seen.scalars[1] - sample.input.scalars[1] / 2) < 1e-6)
  }
}
