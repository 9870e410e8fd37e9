import Evaluation
import Radar
import Tensors
import Victims

/// Recordings of a folder as samples to attack, read one at a time.
struct RadarSource: SampleSource {
  let entries: [RecordingEntry]
  let classNames: [String]
  /// How many recordings the folder has.
  let found: Int
  let axes: [Axis]
  private let preparation: SamplePreparation
  private let region: RegionResolving

  init(_ options: RecordingOptions, _ loaded: LoadedModel, region: String = "all", seed: UInt64 = 0) throws {
    let folder = try options.folder(loaded)
    entries = try options.entries(of: folder)
    classNames = folder.classes.map(\.name)
    found = folder.classes.reduce(0) { $0 + $1.paths.count }
    preparation = try options.preparation(loaded)
    axes = preparation.axes
    self.region = try RegionResolving(region, seed: seed)
    if let expected = loaded.card.classNames?.count, expected != classNames.count {
      throw ClassCountMismatch(model: expected, data: classNames.count)
    }
  }

  var ids: [String] { entries.map(\.id) }

  func load(_ index: Int) throws -> ClassificationSample {
    let sample = try preparation.sample(entries[index])
    return ClassificationSample(
      input: sample.input, label: entries[index].classIndex,
      region: try region.region(
        shape: sample.input.shape, axes: axes, frameKinds: sample.frameKinds, sample: sample.id),
      frameKinds: sample.frameKinds)
  }

  func firstSample() throws -> RadarSample { try preparation.sample(entries[0]) }

  /// A few inputs for checks of the victim, spread over the recordings; unreadable ones are left out.
  func probes(_ count: Int) throws -> [Tensor] {
    let step = max(1, entries.count / count)
    let inputs = stride(from: 0, to: entries.count, by: step).prefix(count).compactMap { index in
      try? preparation.sample(entries[index]).input
    }
    return try inputs.isEmpty ? [firstSample().input] : inputs
  }
}

struct ClassCountMismatch: Error, CustomStringConvertible {
  let model: Int
  let data: Int
  var description: String { "the model's card names \(model) classes, the data has \(data)" }
}
