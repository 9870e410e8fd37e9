internal import HDF5
public import Tensors

/// Reads a finished (or interrupted) study folder: what a report is built from.
public struct StudyReader: Sendable {
  public let paths: StudyPaths

  public init(_ folder: String) { paths = StudyPaths(folder: folder) }

  /// - Throws: `RunFolderError` when there is no result, or it was written by a newer program.
  public func result() throws -> StudyResult {
    try WorkFolder<StudyDescription>(paths.folder, .study).readResult(StudyResult.self)
  }

  /// An array of an example.
  ///
  /// - Throws: `HDF5Error` when the file or the dataset cannot be read.
  public func array(_ dataset: String, of example: StudyExample) throws -> Tensor {
    try HDF5File(reading: paths.folder + "/" + example.file).tensor(dataset)
  }
}
