internal import Foundation
internal import Tensors

extension MMWaveConfiguration {
  /// Reads a `.cfg` file.
  ///
  /// - Throws: `FileError` for a file that cannot be read; ``RadarError`` for lines that are missing or make no sense, and
  ///   for settings of captures that are not read.
  public init(contentsOf path: String) throws {
    let source = try ByteSource(contentsOf: path)
    guard source.count <= 1 << 20, let text = String(validating: try source.bytes(), as: UTF8.self) else {
      throw RadarError(
        path, "this is no text of mmWave commands", remedy: "give the .cfg that the device was started with")
    }
    try self.init(text: text, path: path)
  }

  /// Reads the commands of a `.cfg` file; `path` is for messages.
  public init(text: String, path: String) throws(RadarError) {
    let commands = MMWaveCommands(text, path: path)
    try commands.refuseOtherStreams()
    let channels = try commands.only("channelCfg", count: 2)
    let converter = try commands.only("adcCfg", count: 2)
    let frame = try commands.only("frameCfg", count: 5)
    let loop = try MMWaveLoop(commands, frame: frame)
    let profile = try commands.profile(loop.profile)
    let (swap, interleaved) = try commands.bufferFormat()
    guard !interleaved else {
      throw RadarError(
        path, "'adcbufCfg' interleaves the receivers", remedy: "capture with receivers one after another (4th number 1)"
      )
    }
    receiverCount = (try commands.whole(channels[0], "channelCfg", 1...15)).nonzeroBitCount
    isComplex = try commands.whole(converter[1], "adcCfg", 0...2) != 0
    writesQFirst = swap
    transmitterCount = loop.transmitterCount
    let loops = try commands.whole(frame[2], "frameCfg", 1...255)
    chirpsPerFrame = loops * loop.chirpsOfOneTransmitter
    let frames = try commands.whole(frame[3], "frameCfg", 0...65_535)
    frameCount = frames == 0 ? nil : frames
    sampleCount = try commands.whole(profile[9], "profileCfg", 4...65_536)
    chirps = try Self.chirps(
      profile, samples: sampleCount, chirps: chirpsPerFrame, transmitters: transmitterCount,
      receivers: receiverCount * transmitterCount, framePeriod: frame[4] * 1e-3, isComplex: isComplex, path)
  }

  /// `profile`: 0 id, 1 start GHz, 2 idle µs, 3 ADC start µs, 4 ramp end µs, 7 slope MHz/µs, 9 samples, 10 rate kHz.
  private static func chirps(
    _ profile: [Double], samples: Int, chirps: Int, transmitters: Int, receivers: Int, framePeriod: Double,
    isComplex: Bool, _ path: String
  ) throws(RadarError) -> ChirpConfiguration {
    do {
      return try ChirpConfiguration(
        name: URL(fileURLWithPath: path).lastPathComponent,
        startFrequency: profile[1] * 1e9 + profile[7] * 1e12 * profile[3] * 1e-6, slope: profile[7] * 1e12,
        sampleRate: profile[10] * 1e3, sampleCount: samples, chirpCount: chirps,
        chirpInterval: (profile[2] + profile[4]) * 1e-6, transmitterCount: transmitters, frameInterval: framePeriod,
        receiverCount: receivers, isComplex: isComplex)
    } catch {
      throw RadarError(path, error.problem, remedy: error.remedy)
    }
  }
}

/// The chirps of one loop of a frame: who sends them, with which profile.
private struct MMWaveLoop {
  let profile: Int
  let transmitterCount: Int
  /// In one loop.
  let chirpsOfOneTransmitter: Int

  init(_ commands: MMWaveCommands, frame: [Double]) throws(RadarError) {
    let first = try commands.whole(frame[0], "frameCfg", 0...511)
    let last = try commands.whole(frame[1], "frameCfg", 0...511)
    guard first <= last else { throw commands.problem("'frameCfg' goes from chirp \(first) to \(last)") }
    let defined = try commands.chirps()
    var (profiles, masks): ([Int], [Int]) = ([], [])
    for index in first...last {
      guard let chirp = defined.first(where: { $0.indices.contains(index) }) else {
        throw commands.problem("'frameCfg' uses chirp \(index), which no 'chirpCfg' defines")
      }
      profiles.append(chirp.profile)
      masks.append(chirp.transmitters)
    }
    guard Set(profiles).count == 1 else {
      throw commands.problem("the chirps of a frame have \(Set(profiles).count) profiles; only one is read")
    }
    profile = profiles[0]
    let senders = Set(masks).count
    guard senders == 1 || senders == masks.count else {
      throw commands.problem("transmitters \(masks) send the chirps of a loop; they must take turns, or be one")
    }
    transmitterCount = senders
    chirpsOfOneTransmitter = masks.count / senders
  }
}
