import Evaluation
import Radar
import Tensors

/// The recordings of a study, each read once and framed as experiments ask.
final class RadarStudySource: StudySource {
  let entries: [RecordingEntry]
  let ids: [String]
  private let preparation: SamplePreparation
  private let framing: Framing
  private let inputShape: [Int]
  private var recordings: [Int: Recording] = [:]

  /// - Parameters:
  ///   - entries: the recordings.
  ///   - preparation: as the victims' cards say, framing included.
  ///   - inputShape: what the victims take.
  init(_ entries: [RecordingEntry], preparation: SamplePreparation, inputShape: [Int]) {
    self.entries = entries
    ids = entries.map(\.id)
    self.preparation = preparation
    self.inputShape = inputShape
    framing = preparation.framing ?? Framing(frameCount: 1)
  }

  func load(_ index: Int, framing: StudyFraming) throws -> StudyRecording {
    let sample = try sample(index, framing: framing)
    return StudyRecording(input: sample.input, label: entries[index].classIndex, frameKinds: sample.frameKinds)
  }

  func sample(_ index: Int, framing wanted: StudyFraming) throws -> RadarSample {
    let entry = entries[index]
    let recording = try recordings[index] ?? Recording(contentsOf: entry.path, options: preparation.reading)
    recordings[index] = recording
    var own = preparation
    var framing = framing
    framing.padding = wanted.padding.framing
    framing.cropsToAction = wanted.cropsToAction
    if wanted.paddingShare > 0 {
      let padding = Int((wanted.paddingShare * Double(framing.frameCount)).rounded())
      framing.largestRecordedCount = max(framing.frameCount - padding, 1)
    }
    own.framing = framing
    let sample = try own.sample(
      recording, id: entry.id, classIndex: entry.classIndex, className: entry.className)
    try sample.input.requireShape(inputShape, of: entry.path)
    return sample
  }
}

extension PaddingMode {
  var framing: Framing.Padding {
    switch self {
    case .zerosEnd: .zerosAtEnd
    case .zerosBegin: .zerosAtBeginning
    case .repeatLast: .repeatLast
    case .meanFrame: .meanFrame
    }
  }

  init(_ padding: Framing.Padding) {
    self =
      switch padding {
      case .zerosAtEnd: .zerosEnd
      case .zerosAtBeginning: .zerosBegin
      case .repeatLast: .repeatLast
      case .meanFrame: .meanFrame
      }
  }
}
