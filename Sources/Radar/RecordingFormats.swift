internal import HDF5

/// A layout of HDF5 files that a sensor or a data set uses.
protocol RecordingFormat: Sendable {
  /// Its short name, for reports.
  var name: String { get }
  /// What a file of it holds, for the error about files that are of none.
  var layout: String { get }
  func recognises(_ contents: FileContents) -> Bool
  func read(_ contents: FileContents) throws -> Recording
}

/// An open file and the datasets found in it.
struct FileContents: Sendable {
  let file: HDF5File
  let datasets: [HDF5Dataset]

  var path: String { file.path }

  subscript(_ name: String) -> HDF5Dataset? { datasets.first { $0.name == name } }

  init(_ path: String, processorSeconds: Int) throws(HDF5Error) {
    file = try HDF5File(reading: path, processorSeconds: processorSeconds)
    // The known layouts have a few dozen objects; a file of thousands is something else.
    datasets = try file.listing(limit: 2000).datasets
  }
}

/// The layouts known, asked in turn.
enum RecordingFormats {
  static let all: [any RecordingFormat] = [KaiKuTekFormat(), SoliFormat(), AcconeerFormat()]

  static func read(_ path: String, processorSeconds: Int) throws -> Recording {
    let contents = try FileContents(path, processorSeconds: processorSeconds)
    guard let format = all.first(where: { $0.recognises(contents) }) else { throw unknown(contents) }
    return try format.read(contents)
  }

  private static func unknown(_ contents: FileContents) -> RadarError {
    let shown = contents.datasets.prefix(8).map { "\($0.name) \($0.shape) \($0.type)" }.joined(separator: ", ")
    let rest = contents.datasets.count > 8 ? " and \(contents.datasets.count - 8) more" : ""
    let found = contents.datasets.isEmpty ? "it holds no dataset" : "found \(shown)\(rest)"
    let known = all.map { "\($0.name) (\($0.layout))" }.joined(separator: ", ")
    return RadarError(
      contents.path, "the layout is not known: \(found)",
      remedy: "known are \(known); convert it, or give an .npy array and name its axes")
  }
}
