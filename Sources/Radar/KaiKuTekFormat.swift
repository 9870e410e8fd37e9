internal import HDF5
internal import Tensors

/// KaiKuTek K60168 recordings.
///
/// `DS1` [channel, range, doppler, time], channel 0 the magnitude (RDI) and channel 1 the phase map (PHD); `LABEL`
/// [time, 1] is 1 where the gesture happens. Integers, kept as float16.
struct KaiKuTekFormat: RecordingFormat {
  let name = "KKT"
  let layout = "DS1 [channel, range, doppler, time], LABEL [time, 1]"

  func recognises(_ contents: FileContents) -> Bool {
    contents["DS1"].map { $0.shape.count == 4 && $0.type.isNumeric } ?? false
  }

  func read(_ contents: FileContents) throws -> Recording {
    let stored = try contents.file.tensor("DS1")
    try stored.requireFinite("DS1", of: contents.path)
    let order = try AxisOrder([.channel, .range, .doppler, .time], of: contents.path)
    let frames = try order.arranged(stored, as: Recording.axes)
    try frames.requireFrames(of: contents.path, minimumFrames: 1)
    let isAction = try ActionFlags.read("LABEL", of: contents, frameCount: frames.shape[1])
    let type = contents["DS1"]?.type ?? .float(bits: 16)
    let facts = RecordingFacts(
      path: contents.path, format: name, units: "range-Doppler magnitude and phase map, sensor counts",
      channelNames: channelNames(frames.shape[0]), stored: StoredValues(type: type, measuring: stored.scalars),
      frameCount: frames.shape[1], notes: isAction == nil ? ["no LABEL: every frame counts as action"] : [])
    return Recording(frames: frames, isAction: isAction, facts: facts)
  }

  private func channelNames(_ count: Int) -> [String] {
    (0..<count).map { ["RDI", "PHD"].indices.contains($0) ? ["RDI", "PHD"][$0] : "channel \($0)" }
  }
}
