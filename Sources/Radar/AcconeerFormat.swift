internal import Foundation
internal import HDF5
internal import Tensors

/// Acconeer A121 recordings: complex sweeps, turned into range-Doppler magnitude by ``SweepSpectrum``.
///
/// `session/group_0/entry_0/result/frame` [time, sweep, range] of {real, imag}; JSON texts beside it hold the settings.
/// They are long and continuous: gesture, pause, gesture.
struct AcconeerFormat: RecordingFormat {
  let name = "Acconeer A121"
  let layout = "session/group_0/entry_0/result/frame [time, sweep, range] of complex numbers"

  private let entry = "session/group_0/entry_0"
  private var frameName: String { "\(entry)/result/frame" }

  func recognises(_ contents: FileContents) -> Bool {
    guard let frame = contents[frameName], case .complex = frame.type else { return false }
    return frame.shape.count == 3
  }

  func read(_ contents: FileContents) throws -> Recording {
    let sweeps = try contents.file.complexTensor(frameName)
    try sweeps.requireFinite(frameName, of: contents.path)
    let frames = try SweepSpectrum(sweepCount: sweeps.shape[1], of: contents.path).magnitudes(sweeps)
    try frames.requireFrames(of: contents.path, minimumFrames: 1)
    let facts = RecordingFacts(
      path: contents.path, format: name, units: "range-Doppler magnitude, sensor counts", channelNames: ["magnitude"],
      // What is attacked is computed from the sweeps, so it has no stored grid of its own.
      stored: StoredValues(type: .float(bits: 32), measuring: frames.scalars), frameRate: frameRate(contents),
      frameCount: frames.shape[1], notes: notes(contents, sweeps.shape))
    return Recording(frames: frames, isAction: nil, facts: facts)
  }

  /// The mean rate over the file, from the sensor's ticks; nil when they or their unit are missing.
  private func frameRate(_ contents: FileContents) -> Double? {
    guard let ticks = try? contents.file.integers("\(entry)/result/tick"), let first = ticks.first,
      let last = ticks.last, last > first, let unit = json("server_info", contents)?["ticks_per_second"] as? NSNumber
    else { return nil }
    return Double(ticks.count - 1) / (Double(last) - Double(first)) * unit.doubleValue
  }

  private func notes(_ contents: FileContents, _ shape: [Int]) -> [String] {
    var notes = [
      "range-Doppler computed from \(shape[1]) sweeps a frame: mean removed, Hann window, Fourier transform, magnitude",
      "the file does not say when a gesture happens: every frame counts as action",
    ]
    if let step = json("\(entry)/metadata", contents)?["base_step_length_m"] as? NSNumber {
      notes.append("one base step of range is \(step.doubleValue) m")
    }
    if contents.datasets.count(where: { $0.name.hasSuffix("/result/frame") }) > 1 {
      notes.append("the file holds more than one sensor entry: only the first is read")
    }
    return notes
  }

  private func json(_ name: String, _ contents: FileContents) -> [String: Any]? {
    guard let text = try? contents.file.texts(name).first else { return nil }
    return (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any]
  }
}
