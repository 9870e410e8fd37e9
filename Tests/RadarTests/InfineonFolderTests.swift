import Foundation
import Radar
import Tensors
import TestSupport
import Testing

@Suite struct InfineonFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(
    _ place: String, _ array: Data, _ configuration: String = RawFiles.infineonConfiguration
  ) throws {
    try FileManager.default.createDirectory(atPath: folder.file(place), withIntermediateDirectories: true)
    try array.write(to: URL(fileURLWithPath: folder.file("\(place)/radar.npy")))
    try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder.file("\(place)/config.json")))
  }

  /// Frame t: a cosine of 4 cycles a chirp, of strength 100 (t + 1), around the middle of the converter.
  private func tone(frames: Int = 3) -> Data {
    let cosine = [1, 0, -1, 0]
    let numbers = (0..<frames * 3 * 4 * 16).map { index -> UInt16 in
      let strength = 100 * (index / 192 + 1)
      return UInt16(1816 + strength * cosine[index % 4])
    }
    return RawFiles.npy(uint16: numbers, [frames, 3, 4, 16])
  }

  private func error(_ place: String = "take") -> RadarError? {
    #expect(throws: RadarError.self) { try Recording(contentsOf: folder.file(place)) }
  }

  @Test func aFolderIsOneRecording() throws {
    try write("take/RadarIfxAvian_00", tone())
    let chain = RangeDopplerChain(
      clutterFilter: .none, rangeWindow: .rectangular, dopplerWindow: .rectangular, rangePadding: 1, dopplerPadding: 1,
      rowCount: nil, columnCount: nil)
    for place in ["take", "take/RadarIfxAvian_00", "take/RadarIfxAvian_00/radar.npy"] {
      let recording = try Recording(contentsOf: folder.file(place), options: ReadingOptions(chain: chain))
      #expect(recording.facts.format == "Infineon BGT60")
      #expect(recording.frames.shape == [1, 3, 8, 4])
      // Bin 4, zero Doppler, in the second frame.
      #expect(abs(recording.frames.sample(0).sample(1).scalars[4 * 4 + 2] - 200) < 1)
      #expect(abs((recording.facts.frameRate ?? 0) - 12.9418) < 1e-3)
      #expect(recording.facts.notes.first == "range resolution 0.15 m, greatest velocity 2.08 m/s")
    }
  }

  @Test func classFoldersHoldFoldersOfRecordings() throws {
    try write("push/take_2/RadarIfxAvian_00", tone())
    try write("push/take_10", tone())
    try write("wave/RadarIfxAvian_00", tone())
    let ids = try RecordingFolder(path: folder.path).entries().map(\.id)
    #expect(ids == ["push/take_2", "push/take_10", "wave/RadarIfxAvian_00"])
  }

  @Test func wrongCountsSayBothShapes() throws {
    try write(
      "take", tone(),
      RawFiles.infineonConfiguration.replacingOccurrences(
        of: "\"num_chirps_per_frame\": 4", with: "\"num_chirps_per_frame\": 5"))
    #expect(error()?.problem == "a frame is [3, 4, 16] (receiver, chirp, sample), config.json says [3, 5, 16]")
  }

  @Test(arguments: [
    ("{}", "'device_config' is missing"), ("", "this is no JSON"), ("[1]", "'' is of another type"),
    (
      "{\"device_config\": {\"fmcw_single_shape\": {\"rx_antennas\": 3}}}",
      "'device_config.fmcw_single_shape.rx_antennas' is of another type"
    ),
  ]) func brokenSettingsAreNamed(_ text: String, _ problem: String) throws {
    try write("take", tone(), text)
    #expect(error()?.problem == "it does not hold the settings of an FMCW recording: \(problem)")
  }

  @Test(arguments: ["\"sample_rate_Hz\": 0", "\"sample_rate_Hz\": -5", "\"sample_rate_Hz\": 1e-300"])
  func absurdNumbersAreRefused(_ text: String) throws {
    let configuration = RawFiles.infineonConfiguration.replacingOccurrences(
      of: "\"sample_rate_Hz\": 2000000", with: text)
    try write("take", tone(), configuration)
    #expect(error()?.place.hasSuffix("config.json") == true)
  }

  @Test func otherArraysAreRefused() throws {
    try write("take", RawFiles.npy(uint16: [UInt16](repeating: 1, count: 192), [3, 4, 16]))
    #expect(error()?.problem.hasPrefix("this is NPY 1.0, uint16, shape [3, 4, 16]") == true)
    try write("take", RawFiles.npy(uint16: [UInt16](repeating: 5000, count: 192), [1, 3, 4, 16]))
    #expect(error()?.problem == "the sample at [0, 0, 0, 0] is 5000.0")
    try write("take", RawFiles.npy(uint16: [], [0, 3, 4, 16]))
    #expect(error()?.problem == "there are no frames")
  }

  @Test func damagedFilesAreErrorsAndNothingElse() throws {
    let original = Array(tone(frames: 1))
    let mutations = FileMutations(of: original)
    let texts = FileMutations(of: Array(RawFiles.infineonConfiguration.utf8))
    for index in 0..<150 {
      try write("take", Data(mutations.mutated(index)), String(decoding: texts.mutated(index), as: UTF8.self))
      _ = try? Recording(contentsOf: folder.file("take"))
      try write("take", tone(frames: 1), String(decoding: texts.mutated(index), as: UTF8.self))
      _ = try? Recording(contentsOf: folder.file("take"))
    }
  }
}
