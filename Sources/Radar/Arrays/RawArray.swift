internal import Tensors

/// Raw converter samples in an array whose axes are told, and of whose radar nothing is known.
struct RawArray {
  let path: String
  let axes: ArrayAxes
  let isComplex: Bool

  /// Takes what was read; complex numbers have a last axis of 2.
  func raw(_ stored: Tensor, swapsIQ: Bool) throws(RadarError) -> RawRecording {
    try stored.requireFinite("array", of: path)
    let (samples, wasUnsigned) = isComplex ? Self.signed(stored) : (stored, false)
    let part = Axis(rawValue: "part")
    let order = try AxisOrder(axes.axes + (isComplex ? [part] : []), of: path)
    var frames = try order.arranged(
      samples, as: [.time, .receiver, .chirp, .sample] + (isComplex ? [part] : []))
    if isComplex, swapsIQ { frames = Self.exchanged(frames) }
    var notes = [axes.note, "nothing is known of the radar: rows and columns are bins, not metres"]
    if wasUnsigned { notes.append("numbers above 32767 were taken for negative ones: 16 bits, stored without sign") }
    if isComplex, swapsIQ { notes.append("I and Q exchanged on request") }
    return RawRecording(
      path: path, format: "NumPy, raw samples",
      frames: try RawFrames(samples: frames, configuration: try configuration(frames.shape)), frameRate: nil,
      notes: notes)
  }

  /// Numbers that no result depends on: a chain without gates knows only bins.
  private func configuration(_ shape: [Int]) throws(RadarError) -> ChirpConfiguration {
    let interval = Double(shape[3]) * 1e-6
    return try ChirpConfiguration(
      name: "not told", startFrequency: 60e9, slope: 1e12, sampleRate: 1e6, sampleCount: shape[3], chirpCount: shape[2],
      chirpInterval: interval, frameInterval: interval * Double(max(1, shape[2])), receiverCount: shape[1],
      isComplex: isComplex)
  }

  /// Parsers that forget the sign leave whole numbers of 0 to 65535 in both parts.
  private static func signed(_ samples: Tensor) -> (Tensor, wasUnsigned: Bool) {
    let looksUnsigned = samples.scalars.allSatisfy { $0 >= 0 && $0 <= 65_535 && $0 == $0.rounded() }
    guard looksUnsigned, samples.scalars.contains(where: { $0 > 32_767 }) else { return (samples, false) }
    return (samples.map { $0 > 32_767 ? $0 - 65_536 : $0 }, true)
  }

  private static func exchanged(_ pairs: Tensor) -> Tensor {
    Tensor(shape: pairs.shape, scalars: pairs.scalars.indices.map { pairs.scalars[$0 ^ 1] })
  }
}
