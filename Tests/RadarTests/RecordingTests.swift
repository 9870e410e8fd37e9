import HDF5
import Radar
import Tensors
import TestSupport
import Testing

@Suite struct RecordingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func error(of read: () throws -> Void) -> RadarError? { #expect(throws: RadarError.self) { try read() } }

  @Test func aKKTFileIsBroughtToTheStandardOrder() throws {
    let path = folder.file("a.h5")
    try RecordingLayouts.writeKKT(path)
    let recording = try Recording(contentsOf: path)
    #expect(recording.frames.shape == [2, 6, 3, 4])
    // Channel 1, frame 5, range 2, doppler 3: 100 + 50 + 11.
    #expect(recording.frames.scalars[((1 * 6 + 5) * 3 + 2) * 4 + 3] == 161)
    #expect(recording.isAction == [false, false, true, true, true, false])
    #expect(recording.frameKinds == [.idle, .idle, .action, .action, .action, .idle])
    #expect(recording.facts.format == "KKT")
    #expect(recording.facts.channelNames == ["RDI", "PHD"])
    #expect(recording.facts.stored.description == "float16, whole numbers, 0.0...161.0")
  }

  @Test func withoutLabelsEveryFrameIsActionAndTheNotesSaySo() throws {
    let path = folder.file("a.h5")
    try RecordingLayouts.writeKKT(path, labels: nil)
    let recording = try Recording(contentsOf: path)
    #expect(recording.isAction == nil)
    #expect(recording.frameKinds == [FrameKind](repeating: .action, count: 6))
    #expect(recording.facts.notes == ["no LABEL: every frame counts as action"])
  }

  @Test func wrongLabelsAreErrors() throws {
    let (short, odd) = (folder.file("short.h5"), folder.file("odd.h5"))
    try RecordingLayouts.writeKKT(short, labels: [0, 1])
    try RecordingLayouts.writeKKT(odd, labels: [0, 1, 1, 3, 0, 0])
    #expect(error { _ = try Recording(contentsOf: short) }?.problem == "'LABEL' is [2, 1] of uint16 for 6 frames")
    #expect(error { _ = try Recording(contentsOf: odd) }?.problem == "'LABEL' of frame 3 is 3.0")
  }

  @Test func aValueThatIsNoNumberIsNamedWithItsPlace() throws {
    let path = folder.file("nan.h5")
    try RecordingLayouts.writeKKT(path) { frames in
      frames.withMutableScalars { $0[1 * 72 + 2 * 24 + 3 * 6 + 4] = .nan }
    }
    #expect(error { _ = try Recording(contentsOf: path) }?.problem == "'DS1' holds NaN at index [1, 2, 3, 4]")
  }

  @Test func aRecordingWithoutFramesIsAnError() throws {
    let path = folder.file("none.h5")
    try RecordingLayouts.writeKKT(path, frameCount: 0, labels: nil)
    #expect(error { _ = try Recording(contentsOf: path) }?.remedy == "leave it out")
  }

  @Test func aSoliFileHasSquareImagesAndItsLabel() throws {
    let path = folder.file("7_0_0.h5")
    try RecordingLayouts.writeSoli(path)
    let recording = try Recording(contentsOf: path)
    #expect(recording.frames.shape == [4, 5, 4, 4])
    #expect(recording.facts.storedLabel == 7)
    #expect(recording.isAction == nil)
    // In channel 2 the pixel at range 0, doppler 2 is lit in every frame.
    #expect(recording.frames.sample(2).scalars == (0..<80).map { $0 % 16 == 2 ? 1 : 0 })
  }

  @Test func aSoliFileMayTellItsImageShape() throws {
    let path = folder.file("a.h5")
    try RecordingLayouts.writeSoli(path, channels: 1, bins: [2, 8])
    let recording = try Recording(contentsOf: path)
    #expect(recording.frames.shape == [1, 5, 2, 8])
    #expect(recording.facts.frameRate == 30)
  }

  @Test func aSoliFileOfImpossibleImagesIsAnError() throws {
    let (odd, wrong) = (folder.file("odd.h5"), folder.file("wrong.h5"))
    try RecordingLayouts.writeSoli(odd, width: 15)
    try RecordingLayouts.writeSoli(wrong, bins: [1e300, 8])
    #expect(error { _ = try Recording(contentsOf: odd) }?.problem == "rows of 15 values are no square images")
    // A number that is no extent at all is ignored, and 16 is a square.
    #expect(try Recording(contentsOf: wrong).frames.shape == [4, 5, 4, 4])
  }

  @Test func anAcconeerFileBecomesItsDopplerSpectrum() throws {
    let path = folder.file("label_tap_idx_0.h5")
    // One tone a quarter of the sweep rate away: exp(2πi s / 4), amplitude 1000.
    let tone: [(Float, Float)] = [(1000, 0), (0, 1000), (-1000, 0), (0, -1000)]
    var scalars: [Float] = []
    for _ in 0..<3 { for sweep in 0..<16 { scalars += [tone[sweep % 4].0, tone[sweep % 4].1, 50, -50] } }
    try RecordingLayouts.writeAcconeer(path, sweeps: Tensor(shape: [3, 16, 2, 2], scalars: scalars))
    let recording = try Recording(contentsOf: path)
    #expect(recording.frames.shape == [1, 3, 2, 16])
    // The tone is at bin 8 + 4; what does not move is removed with the mean.
    let first = Array(recording.frames.scalars[0..<16])
    #expect(abs(first[12] - 1000) < 0.01)
    #expect(first.firstIndex(of: first.max() ?? 0) == 12)
    #expect(recording.frames.scalars[16..<32].allSatisfy { $0 < 0.01 })
    #expect(recording.facts.frameRate == 50)
    #expect(recording.facts.notes.contains("one base step of range is 0.0025 m"))
  }

  @Test func tooFewSweepsAreAnError() throws {
    let path = folder.file("a.h5")
    try RecordingLayouts.writeAcconeer(path, sweeps: Tensor(shape: [3, 2, 2, 2]))
    #expect(
      error { _ = try Recording(contentsOf: path) }?.problem == "frames of 2 sweeps have no useful Doppler spectrum")
  }

  @Test func anUnknownLayoutSaysWhatWasFound() throws {
    let path = folder.file("other.h5")
    let writer = try HDF5Writer(creating: path)
    try writer.write(Tensor(shape: [2, 3]), to: "rdn/map")
    try writer.close()
    #expect(
      error { _ = try Recording(contentsOf: path) }?.problem
        == "the layout is not known: found rdn/map [2, 3] float32")
  }

  @Test func anArrayGetsTheAxesItIsToldToHave() throws {
    let array = Tensor(shape: [2, 3, 4], scalars: (0..<24).map { Float($0) })
    let recording = try Recording(array: array, axes: [.range, .time, .doppler], path: "x.npy")
    #expect(recording.frames.shape == [1, 3, 2, 4])
    // Time 2, range 1, doppler 3 was [1, 2, 3].
    #expect(recording.frames.scalars[2 * 8 + 4 + 3] == 23)
    #expect(error { _ = try Recording(array: array, axes: [.range, .range, .doppler], path: "x.npy") } != nil)
    #expect(error { _ = try Recording(array: array, axes: [.range, .time], path: "x.npy") } != nil)
    #expect(
      error { _ = try Recording(array: array, axes: [.range, .time, .height], path: "x.npy") }?.problem
        == "axis 'height' of extent 4 has no place in [channel, time, range, doppler]")
    var bad = array
    bad.withMutableScalars { $0[23] = .infinity }
    #expect(
      error { _ = try Recording(array: bad, axes: [.range, .time, .doppler], path: "x.npy") }?.problem
        == "'array' holds inf at index [1, 2, 3]")
  }

  @Test func channelsAreChosen() throws {
    let path = folder.file("a.h5")
    try RecordingLayouts.writeKKT(path)
    let phase = try Recording(contentsOf: path).selectingChannels([1])
    #expect(phase.frames.shape == [1, 6, 3, 4])
    #expect(phase.frames.scalars[0] == 100)
    #expect(phase.facts.channelNames == ["PHD"])
    #expect(error { _ = try phase.selectingChannels([1]) }?.problem == "channels [1] were wanted, it has 1 (PHD)")
    #expect(error { _ = try phase.selectingChannels([]) } != nil)
  }
}
