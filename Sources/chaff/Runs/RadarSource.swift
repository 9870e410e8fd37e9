import Evaluation
import Radar
import Tensors
import Victims

/// Recordings of a folder as samples to attack, read one at a time.
struct RadarSource: SampleSource {
  private(set) var entries: [RecordingEntry]
  let classNames: [String]
  /// How many recordings the folder has.
  let found: Int
  let axes: [Axis]
  /// The first recording that can be read and fits the model: what the others are expected to be like.
  let first: RadarSample
  /// What was concluded rather than stated, in sentences.
  let caveats: [String]
  private let inputShape: [Int]
  private let preparation: SamplePreparation
  private let region: RegionResolving

  /// - Throws: what is wrong with the first recording when none can be used.
  init(_ options: RecordingOptions, _ loaded: LoadedModel, region: String = "all", seed: UInt64 = 0) throws {
    let folder = try options.folder(loaded)
    let entries = try options.entries(of: folder)
    let stated = loaded.card.axes
    let (first, preparation) = try Self.firstUsable(entries) { entry in
      let recording = try options.recording(entry, loaded)
      let preparation = try options.preparation(loaded, for: recording)
      let sample = try preparation.sample(
        recording, id: entry.id, classIndex: entry.classIndex, className: entry.className)
      try sample.input.requireShape(loaded.inputShape, of: entry.path)
      return (sample, preparation)
    }
    (self.entries, self.first, self.preparation) = (entries, first, preparation)
    classNames = folder.classes.map(\.name)
    found = folder.classes.reduce(0) { $0 + $1.paths.count }
    inputShape = loaded.inputShape
    axes = preparation.axes
    self.region = try RegionResolving(region, seed: seed)
    caveats =
      Self.caveats(loaded, axesAreStated: stated != nil, axes, classNames)
      + [folder.sessionCaveat, try options.selection.caveat].compactMap { $0 }
  }

  private static func firstUsable<Result>(
    _ entries: [RecordingEntry], _ read: (RecordingEntry) throws -> Result
  ) throws -> Result {
    var failure: (any Error)?
    for entry in entries {
      do { return try read(entry) } catch { failure = failure ?? error }
    }
    throw failure ?? NoRecordings()
  }

  private static func caveats(
    _ loaded: LoadedModel, axesAreStated: Bool, _ axes: [Axis], _ classNames: [String]
  ) -> [String] {
    var caveats: [String] = []
    if !axesAreStated {
      let order = axes.map(\.rawValue).joined(separator: ", ")
      caveats.append("The model's axes were not stated; \(order) is the only order that fits the recordings.")
    }
    if loaded.card.classNames == nil {
      let order = classNames.joined(separator: ", ")
      caveats.append("Class names were not stated; the folders were taken for the classes in this order: \(order).")
    }
    return caveats
  }

  var ids: [String] { entries.map(\.id) }

  func load(_ index: Int) throws -> ClassificationSample {
    let sample = try preparation.sample(entries[index])
    try sample.input.requireShape(inputShape, of: entries[index].path)
    var made = ClassificationSample(
      input: sample.input, label: entries[index].classIndex,
      region: try region.region(
        shape: sample.input.shape, axes: axes, frameKinds: sample.frameKinds, clean: sample.input, sample: sample.id),
      frameKinds: sample.frameKinds)
    made.id = entries[index].id
    return made
  }

  /// The same source with some of its recordings alone.
  func keeping(_ indices: [Int]) -> RadarSource {
    var source = self
    source.entries = indices.map { entries[$0] }
    return source
  }

  /// At most eight samples, spread over the recordings, for checks before a run; those that cannot be used are left out.
  var handful: [ClassificationSample] {
    stride(from: 0, to: entries.count, by: max(1, entries.count / 8)).prefix(8).compactMap { try? load($0) }
  }

  /// The folders must be the model's classes, one for one, or labels would mean other classes than the logits.
  func check(classCount: Int) throws {
    guard classNames.count != classCount else { return }
    throw ClassCountMismatch(model: classCount, data: classNames)
  }
}

extension Tensor {
  /// - Throws: `InputMismatch` unless a sample has the shape that a model takes.
  func requireShape(_ expected: [Int], of source: String) throws {
    guard shape != expected else { return }
    throw InputMismatch(
      source: "\(source), framed and arranged,", found: shape, expected: expected,
      advice: "give recordings of the sensor that the model is for, and the model's --axes")
  }
}

struct NoRecordings: Error, CustomStringConvertible {
  let description = "no recording is selected; check --recordings and --only"
}

struct ClassCountMismatch: Error, CustomStringConvertible {
  let model: Int
  let data: [String]
  var description: String {
    "the model has \(model) classes, the data \(data.count) (\(data.joined(separator: ", "))); "
      + "name the model's classes with --classes or in its card"
  }
}
