import Evaluation
import Tensors

/// Samples with their classes, as one classifier takes them: recordings or images.
///
/// Everything that a run on a classifier has to know of its data, so that the run need not know which kind it is.
protocol LabelledData {
  /// What a run on them is called.
  var task: RunTask { get }
  /// In the order of the model's logits.
  var classNames: [String] { get }
  /// How many samples there are, before any selection.
  var found: Int { get }
  /// Of one input.
  var axes: [Axis] { get }
  /// The selected samples, class after class.
  var entries: [LabelledEntry] { get }
  /// Files that belong to no single sample, such as a table of labels.
  var sharedPaths: [String] { get }
  /// The first sample that can be used: what the others are expected to be like.
  var first: ClassificationSample { get }
  /// The layout recognised, in words: "KKT".
  var format: String { get }
  /// What was concluded rather than stated, in sentences.
  var caveats: [String] { get }
  /// What a success is worth once it is written into a file of the data's own number type.
  ///
  /// Nil where the way back to a file is not known or not the same for every sample; then `roundingObstacle` says why.
  var rounding: StorageRounding? { get }
  /// The end of a sentence.
  var roundingObstacle: String? { get }

  /// Reads `entries[index]`.
  ///
  /// - Throws: what is wrong with this one sample.
  func load(_ index: Int) throws -> ClassificationSample
}

extension LabelledData {
  var sharedPaths: [String] { [] }

  /// What one sample is called.
  var noun: String { task == .radar ? "recording" : "image" }
}

/// One sample of a data set, not yet read.
struct LabelledEntry {
  /// "Class/file", the same in every run.
  let id: String
  let path: String
  let classIndex: Int
}
