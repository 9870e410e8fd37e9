import Evaluation
import Tensors

/// Samples for a classifier to be attacked with, whatever they are; or some of them.
struct LabelledSource: SampleSource {
  let data: any LabelledData
  /// Which entries of the data, in order.
  private let places: [Int]
  /// Asked for at every sample.
  let ids: [String]

  init(_ data: some LabelledData) { self.init(data, places: Array(data.entries.indices)) }

  private init(_ data: any LabelledData, places: [Int]) {
    let entries = data.entries
    (self.data, self.places) = (data, places)
    ids = places.map { entries[$0].id }
  }

  var classNames: [String] { data.classNames }
  var axes: [Axis] { data.axes }
  /// The first sample of the data that can be used, whether it is one of these or not.
  var first: ClassificationSample { data.first }
  var entries: [LabelledEntry] { places.map { data.entries[$0] } }
  /// Samples of each class.
  var perClass: [Int] {
    places.reduce(into: [Int](repeating: 0, count: classNames.count)) { $0[data.entries[$1].classIndex] += 1 }
  }

  var loadsBesideVictim: Bool { true }

  func load(_ index: Int) throws -> ClassificationSample { try data.load(places[index]) }

  /// The same source with some of its samples alone.
  func keeping(_ indices: [Int]) -> LabelledSource { LabelledSource(data, places: indices.map { places[$0] }) }

  /// At most eight samples, spread over the data, for checks before a run; those that cannot be used are left out.
  var handful: [ClassificationSample] {
    stride(from: 0, to: places.count, by: max(1, places.count / 8)).prefix(8).compactMap { try? load($0) }
  }

  /// The data's classes must be the model's, one for one, or labels would mean other classes than the logits.
  func check(classCount: Int) throws {
    guard classNames.count != classCount else { return }
    throw ClassCountMismatch(model: classCount, data: classNames)
  }
}

struct ClassCountMismatch: Error, CustomStringConvertible {
  let model: Int
  let data: [String]
  var description: String {
    "the model has \(model) classes, the data \(data.count) (\(data.joined(separator: ", "))); "
      + "name the model's classes with --classes or in its card"
  }
}
