import Evaluation
import Radar
import Tensors
import Victims

/// Recordings of a folder as samples to attack, read one at a time.
struct RadarSource: LabelledData {
  let classNames: [String]
  let found: Int
  let axes: [Axis]
  let entries: [LabelledEntry]
  /// The first recording that can be read and fits the model.
  let firstSample: RadarSample
  let first: ClassificationSample
  let caveats: [String]
  private let recordings: [RecordingEntry]
  private let inputShape: [Int]
  private let preparation: SamplePreparation
  private let region: RegionResolving

  /// - Throws: what is wrong with the first recording when none can be used.
  init(_ options: RecordingOptions, _ loaded: LoadedModel, region: String = "all", seed: UInt64 = 0) throws {
    let folder = try options.folder(loaded)
    let entries = try options.entries(of: folder)
    let stated = loaded.card.axes
    let (sample, preparation) = try Self.firstUsable(entries) { entry in
      let recording = try options.recording(entry, loaded)
      let preparation = try options.preparation(loaded, for: recording)
      let sample = try preparation.sample(
        recording, id: entry.id, classIndex: entry.classIndex, className: entry.className)
      try sample.input.requireShape(loaded.inputShape, of: entry.path)
      return (sample, preparation)
    }
    (recordings, firstSample, self.preparation) = (entries, sample, preparation)
    self.entries = entries.map { LabelledEntry(id: $0.id, path: $0.path, classIndex: $0.classIndex) }
    classNames = folder.classes.map(\.name)
    found = folder.classes.reduce(0) { $0 + $1.paths.count }
    inputShape = loaded.inputShape
    axes = preparation.axes
    self.region = try RegionResolving(region, seed: seed)
    first = ClassificationSample(
      input: sample.input, label: sample.classIndex ?? 0, frameKinds: sample.frameKinds)
    caveats =
      sample.facts.notes + Self.caveats(loaded, axesAreStated: stated != nil, axes, classNames)
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

  func load(_ index: Int) throws -> ClassificationSample {
    let entry = recordings[index]
    let sample = try preparation.sample(entry)
    try sample.input.requireShape(inputShape, of: entry.path)
    var made = ClassificationSample(
      input: sample.input, label: entry.classIndex,
      region: try region.region(
        shape: sample.input.shape, axes: axes, frameKinds: sample.frameKinds, clean: sample.input, sample: sample.id),
      frameKinds: sample.frameKinds)
    made.id = entry.id
    return made
  }
}

// MARK: - What it is to a run

extension RadarSource {
  var task: RunTask { .radar }
  var format: String { firstSample.facts.format }
  var roundingObstacle: String? { firstSample.transform.roundingObstacle }

  var rounding: StorageRounding? {
    guard roundingObstacle == nil else { return nil }
    let sample = firstSample
    return StorageRounding(name: "stored \(sample.facts.stored.type)") { input in
      // What cannot be stored has no logits that could be a success.
      (try? sample.roundedToStoredValues(input)) ?? input.map { _ in .nan }
    }
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
