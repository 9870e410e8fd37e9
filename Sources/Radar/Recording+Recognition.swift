public import HDF5

extension Recording {
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
