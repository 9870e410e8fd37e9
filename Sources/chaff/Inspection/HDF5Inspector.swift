import HDF5
import Radar

/// Tells recordings of a known layout from other HDF5 files.
struct HDF5Inspector {
  let options: InspectionOptions

  func finding(at path: String) throws -> any Finding {
    guard try Recording.formatName(ofFile: path) != nil else { return try HDF5Finding(path) }
    let tree = options.showsTree ? try HDF5Finding(path) : nil
    return RecordingFinding(try Recording(contentsOf: path, options: options.reading), tree: tree)
  }
}
