internal import HDF5
internal import Tensors

/// The dataset of a file that says for each frame whether the gesture happens.
enum ActionFlags {
  /// Nil when the file has no such dataset; a wrong one is an error, because results would be silently wrong.
  static func read(_ name: String, of contents: FileContents, frameCount: Int) throws -> [Bool]? {
    guard let dataset = contents[name] else { return nil }
    guard dataset.count == frameCount, dataset.type.isNumeric else {
      throw RadarError(
        contents.path, "'\(name)' is \(dataset.shape) of \(dataset.type) for \(frameCount) frames",
        remedy: "it must hold one number for each frame")
    }
    let flags = try contents.file.tensor(name).scalars
    if let wrong = flags.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      throw RadarError(
        contents.path, "'\(name)' of frame \(wrong) is \(flags[wrong])",
        remedy: "it must be 1 where the gesture happens and 0 elsewhere")
    }
    return flags.map { $0 == 1 }
  }
}
