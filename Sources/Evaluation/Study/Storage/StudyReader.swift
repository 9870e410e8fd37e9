internal import Foundation
internal import HDF5
public import Tensors

/// Reads a finished (or interrupted) study folder: what a report is built from.
public struct StudyReader: Sendable {
  public let paths: StudyPaths

  public init(_ folder: String) { paths = StudyPaths(folder: folder) }

  /// - Throws: `RunFolderError` when there is no result, or it was written by a newer program.
  public func result() throws -> StudyResult {
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: paths.result)) } catch {
      throw RunFolderError(
        cannot: "read", paths.result, because: "there is no result of a study",
        advice: "give a folder that 'chaff study' has written")
    }
    do { return try RecordCoding.decode(StudyResult.self, from: data) } catch {
      throw RunFolderError(
        cannot: "read", paths.result, because: "it is not what a study writes (\(DecodingReason.of(error)))",
        advice: "run the study again with the same --output; finished cells are kept")
    }
  }

  /// An array of an example.
  ///
  /// - Throws: `HDF5Error` when the file or the dataset cannot be read.
  public func array(_ dataset: String, of example: StudyExample) throws -> Tensor {
    try HDF5File(reading: paths.folder + "/" + example.file).tensor(dataset)
  }
}
