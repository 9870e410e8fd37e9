import ImageClassification
import Radar
import Tensors
import Victims

/// One input of a model, as it was read from a recording, an image or an array.
struct ExplainedInput {
  /// What it is, for people: "KKT recording".
  let what: String
  /// In model input units, without the batch axis.
  let values: Tensor
  let axes: [Axis]
  /// What each frame is; nil for images, for arrays, and for recordings that do not say.
  var frameKinds: [FrameKind]?
  /// What a careful reader should know, in sentences.
  var notes: [String] = []

  /// The values that are black and white in a picture of it.
  func bounds(_ card: VictimCard) -> ClosedRange<Float> {
    if let bounds = card.bounds { return bounds }
    let (low, high) = (values.scalars.min() ?? 0, values.scalars.max() ?? 1)
    if low >= 0, high <= 1 { return 0...1 }
    return low < high && low.isFinite && high.isFinite ? low...high : 0...1
  }
}

/// Reads an input of any kind and makes what the model takes of it.
struct InputReader {
  let model: LoadedModel
  let framing: FramingOptions
  let geometry: GeometryOptions
  /// Which sample of an array of many.
  let sample: Int

  func input(at path: String) throws -> ExplainedInput {
    let input: ExplainedInput
    switch try FileKind(of: path) {
    case .hdf5: input = try recording(path)
    case .image: input = try image(path)
    case .array: input = try framing.reading.arrayAxes == nil ? array(path) : recording(path)
    case _ where Recording.isRecording(path): input = try recording(path)
    default:
      throw Unrecognised(
        path: path, what: "this is no input",
        remedy: "give a recording (.h5), an image (PNG, JPEG, TIFF, DICOM) or an array (.npy)")
    }
    guard input.values.shape == model.inputShape else {
      throw InputMismatch(source: path, found: input.values.shape, expected: model.inputShape)
    }
    guard input.values.scalars.allSatisfy(\.isFinite) else {
      throw Unrecognised(path: path, what: "it holds NaN or infinity", remedy: "repair it or leave it out")
    }
    return input
  }

  private func recording(_ path: String) throws -> ExplainedInput {
    let recording = try Recording(contentsOf: path, options: framing.reading.options(model.card))
    let prepared = try framing.preparation(model, for: recording).sample(recording, id: path)
    try prepared.input.requireShape(model.inputShape, of: path)
    return ExplainedInput(
      what: "\(recording.facts.format) recording of \(Wording.count(recording.frameCount, "frame"))",
      values: prepared.input, axes: prepared.axes, frameKinds: recording.isAction == nil ? nil : prepared.frameKinds,
      notes: recording.facts.notes)
  }

  private func image(_ path: String) throws -> ExplainedInput {
    let reader = try ImageInputReader(model, geometry: geometry)
    let stored = try reader.files.stored(at: path)
    let conversion = try reader.files.conversion(of: stored, source: path)
    return ExplainedInput(
      what: stored.what, values: try reader.input(at: path), axes: reader.layout.axes,
      notes: stored.notes + [conversion].compactMap { $0 })
  }

  /// Arrays are in model input units already, as for `chaff predict`.
  private func array(_ path: String) throws -> ExplainedInput {
    guard let axes = model.card.axes ?? ImageLayout(shape: model.inputShape, axes: nil)?.axes else {
      throw AxesMissing(shape: model.inputShape)
    }
    let batch = try Tensor(npyContentsOf: path).batch(of: model.inputShape, source: path)
    guard (0..<batch.batchCount).contains(sample) else {
      throw Unrecognised(
        path: path, what: "there is no sample \(sample) among \(batch.batchCount)", remedy: "count from 0 with --sample"
      )
    }
    let notes = batch.batchCount > 1 ? ["sample \(sample) of \(batch.batchCount)"] : []
    return ExplainedInput(
      what: "array \(Wording.shape(batch.shape))", values: batch.sample(sample), axes: axes, notes: notes)
  }
}

/// A model that takes no images.
struct NoImageModel: Error, CustomStringConvertible {
  let shape: [Int]
  let axes: [Axis]

  var description: String {
    let names = axes.isEmpty ? "" : " (\(axes.map(\.rawValue).joined(separator: ",")))"
    return "the model takes \(shape)\(names), not images [channel, height, width]; give it a recording or an array"
  }
}
