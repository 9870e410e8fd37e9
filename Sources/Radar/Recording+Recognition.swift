internal import Foundation
public import HDF5
public import Tensors

extension Recording {
  /// Whether a path is that of a recording by its name and, for folders, by the files in them: of an array, an archive, a
  /// capture, an HDF5 file or an Infineon folder.
  public static func isRecording(_ path: String) -> Bool {
    if InfineonFolder.folder(at: path) != nil { return true }
    return RecordingFile.extensions.contains(URL(fileURLWithPath: path).pathExtension.lowercased())
  }

  /// Whether a folder, or the `radar.npy` in it, is one recording.
  public static func isInfineonRecording(_ path: String) -> Bool { InfineonFolder.folder(at: path) != nil }

  /// What the axes of an array seem to be; nil where its extents do not tell.
  public static func concludedAxes(ofArray shape: [Int]) -> [Axis]? {
    try? ArrayAxes(told: nil, shape: shape, of: "array").axes
  }

  /// The name of a file's layout, or nil when it is none that is known; no values are read.
  ///
  /// - Throws: ``HDF5Error`` for a file that cannot be read.
  public static func formatName(ofFile path: String, processorSeconds: Int = 20) throws(HDF5Error) -> String? {
    RecordingFormats.name(of: try FileContents(path, processorSeconds: processorSeconds))
  }
}

extension RecordingFormats {
  fileprivate static func name(of contents: FileContents) -> String? {
    all.first { $0.recognises(contents) }?.name
  }
}
