import ArgumentParser
import Foundation
import Tensors
import Victims

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Logits and predicted classes for an array of inputs, an image or a folder of images.",
    discussion: """
      Examples:
        chaff predict net.onnx input.npy --output logits.npy
        chaff predict digits.yaml photographs/ --resize 28x28
      """)

  @OptionGroup var model: ModelOptions
  @Argument(
    help:
      "Inputs as .npy (one sample or a batch, in the model's input units), an image (PNG, JPEG, TIFF, DICOM) or a folder of images.",
    completion: .file())
  var input: String
  @OptionGroup var geometry: GeometryOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "Samples run at once.") var batch = 8
  @Flag(help: "Print one JSON object.") var json = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func validate() throws {
    guard (1...4096).contains(batch) else { throw ValidationError("--batch must lie in 1...4096, is \(batch)") }
  }

  func run() throws {
    let path = try output.path()
    let loaded = try model.load()
    let inputs = try PredictionInputs(input, for: loaded, geometry: geometry)
    let runner = try loaded.runner(largestBatch: batch)
    if runner.outputShape.count == 1 { try loaded.check(classCount: runner.outputShape[0]) }
    let logits = try inputs.answers(of: runner, batch: batch)
    if let path { try logits.writeNPY(to: path) }
    guard !quiet else { return }
    try PredictionReport(logits: logits, names: inputs.names, classNames: loaded.card.classNames).print(asJSON: json)
  }
}

/// What a person or a program reads of a batch of logits.
private struct PredictionReport {
  let logits: Tensor
  /// The files; nil for the samples of an array.
  let names: [String]?
  let classNames: [String]?

  func print(asJSON: Bool) throws {
    if asJSON {
      let samples = logits.rank == 2 ? logits.samples.enumerated().map(entry) : []
      let object = JSONObject(shape: logits.shape, predictions: samples)
      return Console.print(try JSONText.of(object))
    }
    guard logits.rank == 2 else {
      return Console.print("logits \(logits.shape), from \(logits.scalars.min() ?? 0) to \(logits.scalars.max() ?? 0)")
    }
    for (index, sample) in logits.samples.enumerated() {
      let entry = entry(index, sample)
      let values = entry.logits.map { String(format: "%.4f", $0) }.joined(separator: " ")
      Console.print("\(entry.input ?? "\(index)"): \(entry.name ?? "class \(entry.predicted)")  [\(values)]")
    }
  }

  private func entry(_ index: Int, _ logits: Tensor) -> Entry {
    let predicted = logits.scalars.indices.max { logits.scalars[$0] < logits.scalars[$1] } ?? 0
    let classes = classNames ?? []
    return Entry(
      predicted: predicted, name: classes.indices.contains(predicted) ? classes[predicted] : nil,
      logits: logits.scalars,
      input: self.names?[index])
  }

  private struct JSONObject: Encodable { let shape: [Int], predictions: [Entry] }
  private struct Entry: Encodable { let predicted: Int, name: String?, logits: [Float], input: String? }
}
