internal import HDF5
internal import Tensors

/// Raw frames of a file with what goes into the facts of the recording that is made of them.
struct RawRecording {
  let path: String
  let format: String
  let frames: RawFrames
  /// Nil where the configuration is only assumed.
  let frameRate: Double?
  let notes: [String]

  /// Computes the maps.
  func recording(_ options: ReadingOptions) throws(RadarError) -> Recording {
    let chain = options.chain ?? .usual(receiverCount: frames.receiverCount, frameCount: frames.frameCount)
    let maps = try chain.maps(of: frames)
    try maps.requireFrames(of: path, minimumFrames: 1)
    let facts = RecordingFacts(
      path: path, format: format, units: "range-Doppler magnitude, converter steps",
      channelNames: chain.channels.map(\.name),
      // What is attacked is computed from the samples, so it has no stored grid of its own.
      stored: StoredValues(type: .float(bits: 32), measuring: maps.scalars), frameRate: frameRate,
      origin: RecordingOrigin(ofFile: path), frameCount: frames.frameCount, notes: notes + [processing(chain)] + signs)
    return Recording(frames: maps, isAction: nil, facts: facts)
  }

  private func processing(_ chain: RangeDopplerChain) -> String {
    let configuration = frames.configuration
    return
      "range-Doppler computed from \(configuration.chirpCount) chirps of \(configuration.sampleCount) samples for each "
      + "receiver (\(frames.receiverCount)) and frame; the file does not say when a gesture happens: every frame counts as action"
  }

  private var signs: [String] { IQOrder(frames).suspicion.map { [$0] } ?? [] }
}

extension RangeDopplerChannel {
  /// For reports.
  fileprivate var name: String {
    switch self {
    case .magnitude(let receiver): "magnitude of receiver \(receiver)"
    case .meanMagnitude: "mean magnitude"
    case .angle(let first, let second): "angle between receivers \(first) and \(second)"
    }
  }
}
