import ArgumentParser
import ImageClassification
import Radar
import Victims

/// The data of an experiment as one of its victims takes them: recordings, or images where the victim is a classifier of
/// images.
enum ExperimentData {
  static func source(_ file: ExperimentFile, for loaded: LoadedModel) throws -> LabelledSource {
    guard takesImages(loaded, folder: file.data) else {
      let options = try RecordingOptions.parse(["--data", file.data, "--recordings", file.recordings])
      return LabelledSource(try RadarSource(options, loaded, seed: file.seed))
    }
    let options = try ImageOptions.parse(["--data", file.data, "--samples", file.recordings] + file.geometry)
    return LabelledSource(try ImageSource(options, loaded, seed: file.seed))
  }

  /// What the card says; where it says nothing, whether the input can be an image and the folder holds no recordings.
  private static func takesImages(_ loaded: LoadedModel, folder: String) -> Bool {
    guard ImageLayout(shape: loaded.inputShape, axes: loaded.card.axes) != nil else { return false }
    switch loaded.card.task {
    case .classification: return true
    case .radar: return false
    case .segmentation, nil: return loaded.card.axes != nil || (try? RecordingFolder(path: folder)) == nil
    }
  }
}
