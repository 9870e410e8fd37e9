import Foundation
import Radar
import Tensors
import TestSupport
import Testing

@Suite struct DCA1000CaptureTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("adc_data.bin") }
  /// Maps of the transform's own bins, without anything that mixes frames.
  private let plain = RangeDopplerChain(
    removesFrameMean: false, clutterFilter: .none, removesChirpMean: false, rangeWindow: .rectangular,
    dopplerWindow: .rectangular, rangePadding: 1, dopplerPadding: 1, rowCount: nil, columnCount: nil)

  init() throws { folder = try TemporaryFolder() }

  private func write(_ capture: Data, _ configuration: String? = RawFiles.configuration, name: String = "a.cfg") throws
  {
    try capture.write(to: URL(fileURLWithPath: path))
    if let configuration { try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder.file(name))) }
  }

  private func recording(_ options: ReadingOptions? = nil) throws -> Recording {
    try Recording(contentsOf: path, options: options ?? ReadingOptions(chain: plain))
  }

  private func error(_ options: ReadingOptions? = nil) -> RadarError? {
    #expect(throws: RadarError.self) { try recording(options) }
  }

  /// 2 frames, 3 loops, 2 transmitters, 2 receivers: 24 chirps of 8 samples.
  @Test func aToneIsFoundAtItsRange() throws {
    try write(RawFiles.tone(cycles: 2, chirps: 24))
    let recording = try recording()
    #expect(recording.frames.shape == [1, 2, 8, 3])
    #expect(recording.facts.format == "TI DCA1000")
    #expect(recording.facts.frameRate == 10)
    let frame = recording.frames.sample(0).sample(0)
    let rows = (0..<8).map { row in (0..<3).map { frame.scalars[row * 3 + $0] }.reduce(0, +) }
    #expect(rows.firstIndex(of: rows.max() ?? 0) == 2)
    #expect(!recording.facts.notes.contains { $0.contains("--swap-iq") })
  }

  /// Each virtual receiver must get its own chirps: their strengths grow by 1 from one to the next in the file.
  @Test func everyReceiverGetsItsOwnChirps() throws {
    try write(RawFiles.tone(cycles: 2, chirps: 24))
    for (receiver, first) in [(0, 0), (1, 1), (2, 2), (3, 3)] {
      var chain = plain
      chain.channels = [.magnitude(receiver: receiver)]
      let maps = try recording(ReadingOptions(chain: chain)).frames
      for frame in 0..<2 {
        // Loops of one receiver are 4 chirps apart; their mean lies at zero Doppler, column 3 / 2 = 1.
        let mean = 1000 + Float(12 * frame + first + 4)
        #expect(abs(maps.sample(0).sample(frame).scalars[2 * 3 + 1] - mean) < 1)
      }
    }
  }

  @Test func exchangedIAndQAreNoticedAndCanBeExchangedBack() throws {
    try write(RawFiles.tone(cycles: -2, chirps: 24))
    let notes = try recording().facts.notes
    #expect(notes.contains { $0.hasPrefix("100 % of the range profile's energy lies at negative beat frequencies") })
    let swapped = try recording(ReadingOptions(swapsIQ: true, chain: plain))
    #expect(!swapped.facts.notes.contains { $0.contains("try --swap-iq") })
    #expect(swapped.facts.notes.contains("I before Q, as 'adcbufCfg' says; exchanged on request"))
    // What the device's own setting exchanges is the same thing.
    try write(
      RawFiles.tone(cycles: -2, chirps: 24),
      RawFiles.configuration.replacingOccurrences(of: "adcbufCfg -1 0 0", with: "adcbufCfg -1 0 1"))
    #expect(try recording().frames == swapped.frames)
  }

  @Test func aLengthThatDoesNotFitSaysBothSizes() throws {
    try write(RawFiles.counting(700))
    #expect(
      error()?.problem
        == "the file holds 1400 bytes, a frame of 'a.cfg' takes 384 (2 transmitters × 2 receivers × 3 chirps × 8 samples × "
        + "4 bytes (complex int16)): 3 frames and 248 bytes")
    try write(RawFiles.counting(3 * 192))
    #expect(error()?.problem.hasPrefix("the file holds 1152 bytes, 2 frames of 'a.cfg' take 768 (") == true)
    try write(Data())
    #expect(error()?.problem.hasPrefix("the file holds 0 bytes, a frame") == true)
  }

  @Test func fewerFramesThanConfiguredAreNoted() throws {
    try write(RawFiles.counting(192))
    #expect(try recording().facts.notes.contains("1 of the 2 configured frames are in the file"))
  }

  @Test func realSamplesLieOneAfterAnother() throws {
    let text = RawFiles.configuration.replacingOccurrences(of: "adcCfg 2 1", with: "adcCfg 2 0")
    try write(RawFiles.counting(96), text)
    #expect(try recording().frames.shape == [1, 1, 4, 3])
  }

  @Test func theConfigurationIsFoundOrAskedFor() throws {
    try write(RawFiles.tone(cycles: 2, chirps: 24), nil)
    #expect(error()?.problem == "a capture does not say what its numbers are, and there is no .cfg beside it")
    try write(RawFiles.tone(cycles: 2, chirps: 24), name: "a.cfg")
    try write(RawFiles.tone(cycles: 2, chirps: 24), name: "b.cfg")
    #expect(error()?.problem == "\(folder.path) holds several configurations (a.cfg, b.cfg)")
    #expect(try recording(ReadingOptions(configurationPath: folder.file("b.cfg"), chain: plain)).frameCount == 2)
    try write(RawFiles.tone(cycles: 2, chirps: 24), name: "adc_data.cfg")
    #expect(try recording().frameCount == 2)
  }

  @Test func theUsualChainGivesMagnitudeAndAngle() throws {
    try write(RawFiles.tone(cycles: 2, chirps: 24))
    let recording = try recording(ReadingOptions())
    #expect(recording.frames.shape == [2, 2, 32, 32])
    #expect(recording.facts.channelNames == ["mean magnitude", "angle between receivers 0 and 1"])
  }
}
