import Foundation
import Radar
import Reports
import Tensors

/// The frames of a recording side by side, channel below channel, as stored.
struct RecordingPicture {
  let recording: Recording

  /// - Throws: `Unrecognised` for what is no recording; whatever reading it throws.
  init(of path: String, _ options: ReadingOptions) throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard !exists || !isFolder.boolValue || Recording.isInfineonRecording(path) else {
      throw Unrecognised(
        path: path, what: "a filmstrip shows one recording, this is a folder", remedy: "name one of its recordings")
    }
    recording = try Recording(contentsOf: path, options: options)
  }

  /// Writes it beside `path` and renames it into place.
  func write(to path: String) throws {
    guard let raster else { return }
    try FileReplacement.write(raster.pngBytes(), to: path)
  }

  private var raster: Raster? {
    let frames = recording.frames
    guard let layout = SequenceLayout(shape: frames.shape, axes: Recording.axes.map(\.rawValue)) else { return nil }
    let (low, high) = (frames.scalars.min() ?? 0, frames.scalars.max() ?? 0)
    let strip = Filmstrip(
      clean: frames, adversarial: nil, layout: layout,
      // Kinds that nobody told would be taken for the file's own.
      kinds: recording.isAction == nil ? [] : recording.frameKinds, bounds: low...high)
    let name = URL(fileURLWithPath: recording.path).lastPathComponent
    let channels = recording.facts.channelNames.enumerated().map { "\($0) \($1)" }.joined(separator: ", ")
    return FilmstripMontage(strip, title: "\(name): \(channels); rows range, columns doppler").raster
  }
}
