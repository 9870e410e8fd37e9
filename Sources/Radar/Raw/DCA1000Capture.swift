internal import Foundation
internal import Tensors

/// What a TI DCA1000 card wrote into `adc_data.bin`: int16 numbers without any head, from two LVDS lanes.
///
/// | samples | numbers in the file |
/// |---|---|
/// | complex | I0 I1 Q0 Q1, I2 I3 Q2 Q3, … |
/// | real | one after another |
///
/// Frame after frame; in a frame chirp after chirp (transmitters take turns), in a chirp receiver after receiver. A
/// transmitter and a receiver are one virtual receiver here: number `transmitter · receivers + receiver`.
struct DCA1000Capture {
  static let formatName = "TI DCA1000"
  /// More than this cannot be held and transformed at once.
  private static let largest = 1 << 30

  let path: String
  let configuration: MMWaveConfiguration
  let swapsIQ: Bool

  /// - Throws: ``RadarError`` when there is no configuration, or the length of the file does not fit it; `FileError`.
  init(_ path: String, _ options: ReadingOptions) throws {
    self.path = path
    configuration = try MMWaveConfiguration(
      contentsOf: options.configurationPath ?? Self.configurationPath(besides: path))
    swapsIQ = options.swapsIQ
  }

  func raw() throws -> RawRecording {
    let source = try ByteSource(contentsOf: path)
    let frameCount = try frameCount(byteCount: source.count)
    let bytes = try source.bytes()
    let shape = [frameCount, configuration.chirps.receiverCount] + chirpShape
    var samples = Tensor(shape: shape)
    samples.withUnsafeMutableScalars { target in
      bytes.withUnsafeBytes { arrange($0, frameCount: frameCount, into: target) }
    }
    return RawRecording(
      path: path, format: Self.formatName, frames: try RawFrames(samples: samples, configuration: configuration.chirps),
      frameRate: configuration.chirps.frameRate, notes: notes(frameCount))
  }

  private var chirpShape: [Int] {
    [configuration.chirpsPerFrame, configuration.sampleCount] + (configuration.isComplex ? [2] : [])
  }

  /// The file must be made of whole frames, and not of more than were configured.
  private func frameCount(byteCount: Int) throws(RadarError) -> Int {
    let size = configuration.bytesPerFrame
    let layout =
      "\(configuration.transmitterCount) transmitters × \(configuration.receiverCount) receivers × "
      + "\(configuration.chirpsPerFrame) chirps × \(configuration.sampleCount) samples × "
      + (configuration.isComplex ? "4 bytes (complex int16)" : "2 bytes (int16)")
    let remedy = "give the .cfg of this capture, or capture again if the file was cut short"
    guard byteCount > 0, byteCount.isMultiple(of: size) else {
      throw RadarError(
        path,
        "the file holds \(byteCount) bytes, a frame of '\(configuration.chirps.name)' takes \(size) (\(layout)): "
          + "\(byteCount / size) frames and \(byteCount % size) bytes",
        remedy: remedy)
    }
    if let wanted = configuration.frameCount, byteCount / size > wanted {
      throw RadarError(
        path,
        "the file holds \(byteCount) bytes, \(wanted) frames of '\(configuration.chirps.name)' take "
          + "\(wanted * size) (\(layout))",
        remedy: remedy)
    }
    guard byteCount <= Self.largest else {
      throw RadarError(
        path, "the capture is \(byteCount >> 20) MB long", remedy: "split it into gestures of at most 1024 MB")
    }
    return byteCount / size
  }

  private func arrange(_ bytes: UnsafeRawBufferPointer, frameCount: Int, into target: UnsafeMutableBufferPointer<Float>)
  {
    let (transmitters, receivers) = (configuration.transmitterCount, configuration.receiverCount)
    let chirpSize = configuration.sampleCount * (configuration.isComplex ? 2 : 1)
    var position = 0
    for frame in 0..<frameCount {
      for loop in 0..<configuration.chirpsPerFrame {
        for transmitter in 0..<transmitters {
          for receiver in 0..<receivers {
            let antenna = (frame * transmitters + transmitter) * receivers + receiver
            let start = (antenna * configuration.chirpsPerFrame + loop) * chirpSize
            copyChirp(bytes, from: position, count: chirpSize, to: start, of: target)
            position += chirpSize
          }
        }
      }
    }
  }

  /// `count` numbers from number `first` of the file on; complex ones come in fours of two samples.
  private func copyChirp(
    _ bytes: UnsafeRawBufferPointer, from first: Int, count: Int, to start: Int,
    of target: UnsafeMutableBufferPointer<Float>
  ) {
    // Q may lie where I does because of the device's setting, or because the setting is wrong; both together cancel.
    let exchanges = configuration.writesQFirst != swapsIQ
    for index in 0..<count {
      let bits = bytes.loadUnaligned(fromByteOffset: 2 * (first + index), as: Int16.self)
      let number = Float(Int16(littleEndian: bits))
      guard configuration.isComplex else {
        target[start + index] = number
        continue
      }
      let (group, place) = (index / 4, index % 4)
      let part = exchanges ? 1 - place / 2 : place / 2
      target[start + 2 * (2 * group + place % 2) + part] = number
    }
  }

  private func notes(_ frameCount: Int) -> [String] {
    let chirps = configuration.chirps
    var notes = [
      "range resolution \(Self.text(chirps.rangeResolution)) m, greatest velocity \(Self.text(chirps.maximumVelocity)) m/s"
    ]
    if configuration.isComplex {
      notes.append(
        (configuration.writesQFirst ? "Q before I, as 'adcbufCfg' says" : "I before Q, as 'adcbufCfg' says")
          + (swapsIQ ? "; exchanged on request" : ""))
    }
    if let wanted = configuration.frameCount, frameCount < wanted {
      notes.append("\(frameCount) of the \(wanted) configured frames are in the file")
    }
    return notes
  }

  private static func text(_ value: Double) -> String { String(format: "%.3g", value) }
}

extension DCA1000Capture {
  /// The `.cfg` of the same name, or the only one in its folder or one of the two above (of the class, of the data).
  private static func configurationPath(besides path: String) throws(RadarError) -> String {
    let url = URL(fileURLWithPath: path)
    let own = url.deletingPathExtension().appendingPathExtension("cfg").path
    if FileManager.default.fileExists(atPath: own) { return own }
    let folder = url.deletingLastPathComponent()
    for place in [
      folder, folder.deletingLastPathComponent(), folder.deletingLastPathComponent().deletingLastPathComponent(),
    ] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
      let found = names.filter { $0.lowercased().hasSuffix(".cfg") }.sorted()
      guard found.count < 2 else {
        throw RadarError(
          path, "\(place.path) holds several configurations (\(found.prefix(5).joined(separator: ", ")))",
          remedy: "name the right one with --radar-config")
      }
      if let name = found.first { return place.appendingPathComponent(name).path }
    }
    throw RadarError(
      path, "a capture does not say what its numbers are, and there is no .cfg beside it",
      remedy: "name the mmWave configuration with --radar-config")
  }
}
