internal import Foundation
internal import Tensors

/// A recording of Infineon's radar SDK: a folder with `radar.npy` and `config.json`, as `RadarIfxAvian_00` of a BGT60TR13C.
///
/// | file | |
/// |---|---|
/// | `radar.npy` | uint16 [time, receiver, chirp, sample], the real numbers of a 12-bit converter |
/// | `config.json` | `device_config.fmcw_single_shape`: frequencies, counts, times |
struct InfineonFolder {
  static let formatName = "Infineon BGT60"
  private static let largestNumber: Float = 4095
  private static let largest = 1 << 30

  /// The folder that `path` means: itself, one inside it, or the one around its `radar.npy`.
  static func folder(at path: String) -> String? {
    if isRecording(path) { return path }
    let url = URL(fileURLWithPath: path)
    if url.lastPathComponent == "radar.npy" {
      let around = url.deletingLastPathComponent().path
      return isRecording(around) ? around : nil
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().filter { $0.hasPrefix("RadarIfx") }.map { "\(path)/\($0)" }.first(where: isRecording)
  }

  /// Whether the files lie in the folder itself.
  static func isRecording(_ folder: String) -> Bool {
    ["radar.npy", "config.json"].allSatisfy { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
  }

  let path: String
  let folder: String

  func raw() throws -> RawRecording {
    let file = try NPYFile(contentsOf: "\(folder)/radar.npy")
    let configuration = try InfineonConfiguration(contentsOf: "\(folder)/config.json").chirps()
    try check(file.header, configuration)
    let samples = try file.tensor()
    if let position = samples.firstIndex(where: { $0 > Self.largestNumber }) {
      throw RadarError(
        "\(folder)/radar.npy", "the sample at \(samples.coordinates(of: position)) is \(samples.scalars[position])",
        remedy: "a 12-bit converter gives 0 to 4095: give its raw numbers")
    }
    let notes = [
      "range resolution \(String(format: "%.3g", configuration.rangeResolution)) m, greatest velocity "
        + "\(String(format: "%.3g", configuration.maximumVelocity)) m/s"
    ]
    return RawRecording(
      path: path, format: Self.formatName, frames: try RawFrames(samples: samples, configuration: configuration),
      frameRate: configuration.frameRate, notes: notes)
  }

  private func check(_ header: NPYHeader, _ configuration: ChirpConfiguration) throws(RadarError) {
    let place = "\(folder)/radar.npy"
    guard header.element.kind == .unsigned || header.element.kind == .signed, header.shape.count == 4 else {
      throw RadarError(
        place, "this is \(header)", remedy: "it must be uint16 [time, receiver, chirp, sample] as the SDK writes it")
    }
    let told = [configuration.receiverCount, configuration.chirpCount, configuration.sampleCount]
    guard Array(header.shape.dropFirst()) == told else {
      throw RadarError(
        place,
        "a frame is \(Array(header.shape.dropFirst())) (receiver, chirp, sample), config.json says \(told)",
        remedy: "give the config.json of this recording")
    }
    guard header.shape[0] > 0 else { throw RadarError(place, "there are no frames", remedy: "leave it out") }
    guard header.dataSize <= Self.largest else {
      throw RadarError(
        place, "the recording is \(header.dataSize >> 20) MB long", remedy: "split it into gestures of at most 1024 MB")
    }
  }
}

/// The part of `config.json` that matters here.
struct InfineonConfiguration {
  private struct Document: Decodable {
    struct Device: Decodable { let fmcw_single_shape: Shape }
    struct Shape: Decodable {
      let rx_antennas: [Int]
      let start_frequency_Hz: Double
      let end_frequency_Hz: Double
      let num_samples_per_chirp: Int
      let num_chirps_per_frame: Int
      let sample_rate_Hz: Double
      let chirp_repetition_time_s: Double
      let frame_repetition_time_s: Double
    }
    let device_config: Device
  }

  private let path: String
  private let shape: Document.Shape

  /// - Throws: ``RadarError`` that names the key which is missing or of another type.
  init(contentsOf path: String) throws {
    self.path = path
    let source = try ByteSource(contentsOf: path)
    guard source.count <= 1 << 20 else {
      throw RadarError(path, "\(source.count) bytes are no settings of a radar", remedy: "give the SDK's config.json")
    }
    do {
      shape = try JSONDecoder().decode(Document.self, from: Data(source.bytes())).device_config.fmcw_single_shape
    } catch let error as DecodingError {
      throw RadarError(
        path, "it does not hold the settings of an FMCW recording: \(Self.text(error))",
        remedy: "give the config.json that the SDK wrote beside radar.npy")
    }
  }

  private static func text(_ error: DecodingError) -> String {
    func name(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
    switch error {
    case .keyNotFound(let key, let context): return "'\(name(context.codingPath + [key]))' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "'\(name(context.codingPath))' is of another type"
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty ? "this is no JSON" : "'\(name(context.codingPath))' makes no sense"
    @unknown default: return "it makes no sense"
    }
  }

  /// The frequencies are those of the sampled part of a ramp.
  func chirps() throws(RadarError) -> ChirpConfiguration {
    let duration = Double(shape.num_samples_per_chirp) / shape.sample_rate_Hz
    do {
      return try ChirpConfiguration(
        name: "config.json", startFrequency: shape.start_frequency_Hz,
        slope: (shape.end_frequency_Hz - shape.start_frequency_Hz) / duration, sampleRate: shape.sample_rate_Hz,
        sampleCount: shape.num_samples_per_chirp, chirpCount: shape.num_chirps_per_frame,
        chirpInterval: shape.chirp_repetition_time_s, frameInterval: shape.frame_repetition_time_s,
        receiverCount: shape.rx_antennas.count, isComplex: false)
    } catch {
      throw RadarError(path, error.problem, remedy: error.remedy)
    }
  }
}
