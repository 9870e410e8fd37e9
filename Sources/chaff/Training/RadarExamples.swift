import Radar
import Tensors
import Training

/// Recordings of a folder as examples, read one at a time.
struct RadarExamples: ExampleSource {
  let entries: [RecordingEntry]
  let preparation: SamplePreparation
  let inputShape: [Int]

  var ids: [String] { entries.map(\.id) }

  func example(at index: Int) throws -> Example {
    let sample = try preparation.sample(entries[index])
    try sample.input.requireShape(inputShape, of: entries[index].path)
    return Example(
      id: sample.id, input: sample.input, target: TrainingTarget(label: entries[index].classIndex),
      frameKinds: sample.timeAxis == nil ? nil : sample.frameKinds)
  }
}
