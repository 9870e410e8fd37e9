import Foundation
import Radar
import TestSupport
import Testing

@Suite struct MMWaveConfigurationTests {
  private func configuration(_ text: String = RawFiles.configuration) throws -> MMWaveConfiguration {
    try MMWaveConfiguration(text: text, path: "a.cfg")
  }

  private func changed(_ name: String, _ line: String?) -> String {
    let lines = RawFiles.configuration.split(separator: "\n").map(String.init)
    return lines.compactMap { $0.hasPrefix(name) ? line : $0 }.joined(separator: "\n")
  }

  @Test func theLinesSayWhatACaptureHolds() throws {
    let found = try configuration()
    #expect(found.receiverCount == 2)
    #expect(found.transmitterCount == 2)
    #expect(found.chirpsPerFrame == 3)
    #expect(found.sampleCount == 8)
    #expect(found.isComplex && !found.writesQFirst)
    #expect(found.frameCount == 2)
    #expect(found.bytesPerFrame == 2 * 2 * 3 * 8 * 4)
    // 166 MHz/µs · 8 samples at 2 MHz: 664 MHz, from 60 GHz + 166 MHz/µs · 3 µs on.
    #expect(abs(found.chirps.sampledBandwidth / 664e6 - 1) < 1e-12)
    #expect(abs(found.chirps.startFrequency / 60.498e9 - 1) < 1e-12)
    #expect(abs(found.chirps.chirpRepetitionTime / 62e-6 - 1) < 1e-12)
    #expect(abs(found.chirps.frameRate - 10) < 1e-12)
    #expect(found.chirps.receiverCount == 4)
  }

  @Test func oneTransmitterSendsEveryChirpOfALoop() throws {
    let found = try configuration(changed("chirpCfg", "chirpCfg 0 1 0 0 0 0 0 3"))
    #expect(found.transmitterCount == 1)
    #expect(found.chirpsPerFrame == 6)
  }

  @Test func olderDevicesHaveNoSubframeInTheirBufferFormat() throws {
    #expect(try configuration(changed("adcbufCfg", "adcbufCfg 0 1 1 1")).writesQFirst)
  }

  @Test func anEndlessFrameHasNoCount() throws {
    #expect(try configuration(changed("frameCfg", "frameCfg 0 1 3 0 100 1 0")).frameCount == nil)
  }

  @Test(arguments: ["channelCfg", "adcCfg", "adcbufCfg", "profileCfg", "chirpCfg", "frameCfg"])
  func aMissingLineIsNamed(_ name: String) {
    let error = #expect(throws: RadarError.self) { try configuration(changed(name, nil)) }
    #expect(error?.problem == "the line '\(name)' is missing")
  }

  @Test(
    arguments: [
      ("channelCfg", "channelCfg 0 3 0", "'channelCfg' has 0.0 where 1 to 15 can be"),
      ("channelCfg", "channelCfg 15", "'channelCfg' needs at least 2 numbers, has 1"),
      ("adcCfg", "adcCfg 2 x", "'adcCfg' needs at least 2 numbers, has 2 words, of which 1 are numbers"),
      ("adcbufCfg", "adcbufCfg -1 0 0 0 1", "'adcbufCfg' interleaves the receivers"),
      (
        "profileCfg", "profileCfg 0 60 7 3 24 0 0 166 1 1e300 2000 0 0 158",
        "'profileCfg' has 1e+300 where 4 to 65536 can be"
      ),
      ("profileCfg", "profileCfg 0 60 7 3 24 0 0 -5 1 8 2000 0 0 158", "the slope is -5000000000000.0"),
      (
        "profileCfg", "profileCfg 0 60 7 3 24 0 0 166 1 8 nan 0 0 158",
        "'profileCfg' needs at least 11 numbers, has 14 words, of which 13 are numbers"
      ),
      (
        "profileCfg", "profileCfg 3 60 7 3 24 0 0 166 1 8 2000 0 0 158",
        "no 'profileCfg' defines the profile 0 that the chirps use"
      ),
      ("chirpCfg", "chirpCfg 0 0 0 0 0 0 0 1", "'frameCfg' uses chirp 1, which no 'chirpCfg' defines"),
      ("frameCfg", "frameCfg 0 999999999999 3 2 100 1 0", "'frameCfg' has 999999999999.0 where 0 to 511 can be"),
      ("frameCfg", "frameCfg 1 0 3 2 100 1 0", "'frameCfg' goes from chirp 1 to 0"),
      ("frameCfg", "frameCfg 0 1 3 2 0.1 1 0", nil),
      (
        "dfeDataOutputMode", "dfeDataOutputMode 3",
        "'dfeDataOutputMode' is not 1: subframes and continuous streams are not read"
      ),
      ("lvdsStreamCfg", "lvdsStreamCfg -1 1 1 0", "'lvdsStreamCfg' puts headers into the stream, which are not read"),
    ] as [(String, String, String?)])
  func absurdNumbersAreRefused(_ name: String, _ line: String, _ problem: String?) {
    let error = #expect(throws: RadarError.self) { try configuration(changed(name, line)) }
    #expect(error?.place == "a.cfg")
    if let problem { #expect(error?.problem == problem) }
  }

  @Test func transmittersMustTakeTurns() {
    let text = changed("frameCfg", "chirpCfg 2 2 0 0 0 0 0 1\nframeCfg 0 2 3 2 100 1 0")
    let error = #expect(throws: RadarError.self) { try configuration(text) }
    #expect(error?.problem.hasPrefix("transmitters [1, 2, 1] send the chirps of a loop") == true)
  }

  @Test func damagedFilesAreErrorsAndNothingElse() throws {
    let folder = try TemporaryFolder()
    let mutations = FileMutations(of: Array(RawFiles.configuration.utf8))
    for index in 0..<400 {
      let path = folder.file("\(index).cfg")
      try Data(mutations.mutated(index)).write(to: URL(fileURLWithPath: path))
      _ = try? MMWaveConfiguration(contentsOf: path)
    }
  }
}
