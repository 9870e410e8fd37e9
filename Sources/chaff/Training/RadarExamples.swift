import Evaluation
import Radar
import Tensors
import Training

/// Recordings of a folder as examples, read one at a time.
struct RadarExamples: ExampleSource {
  let entries: [RecordingEntry]
  let preparation: SamplePreparation
  let inputShape: [Int]
  /// Whether the last channel of an input says which frames are recorded.
  var hasValidityChannel = false

  var ids: [String] { entries.map(\.id) }

  func example(at index: Int) throws -> Example {
    let sample = try preparation.sample(entries[index])
    let input = try Self.input(of: sample, hasValidityChannel: hasValidityChannel)
    try input.requireShape(inputShape, of: entries[index].path)
    return Example(
      id: sample.id, input: input, target: TrainingTarget(label: entries[index].classIndex),
      frameKinds: sample.timeAxis == nil ? nil : sample.frameKinds)
  }

  /// What a network gets of a sample.
  static func input(of sample: RadarSample, hasValidityChannel: Bool) throws -> Tensor {
    guard hasValidityChannel else { return sample.input }
    return try ValidityChannel.appended(to: sample.input, axes: sample.axes, frameKinds: sample.frameKinds)
  }
}
