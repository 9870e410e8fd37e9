import ArgumentParser
import Foundation
import Tensors
import Victims

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Logits and predicted classes for an array of inputs.",
    discussion: "Example: chaff predict net.onnx input.npy --output logits.npy")

  @OptionGroup var model: ModelOptions
  @Argument(help: "Inputs as .npy: one sample or a batch, in the model's input units.", completion: .file())
  var input: String
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
    try requireArray()
    let inputs = try Tensor(npyContentsOf: input).batch(of: loaded.inputShape, source: input)
    let runner = try loaded.runner(largestBatch: batch)
    if runner.outputShape.count == 1 { try loaded.check(classCount: runner.outputShape[0]) }
    let logits = try runner.forward(inputs)
    if let path { try logits.writeNPY(to: path) }
    if !quiet { try PredictionReport(logits: logits, classNames: loaded.card.classNames).print(asJSON: json) }
  }

  /// A recording or an image must be framed and scaled first, which other commands do.
  private func requireArray() throws {
    let kind = try FileKind(of: input)
    guard kind == .hdf5 || kind == .image || kind == .folder else { return }
    throw Unrecognised(
      path: input, what: "this is no array in the model's input units (.npy)",
      remedy: "'chaff explain' says what the model makes of one recording or image, 'chaff score' of a folder of them")
  }
}

/// What a person or a program reads of a batch of logits.
private struct PredictionReport {
  let logits: Tensor
  let classNames: [String]?

  func print(asJSON: Bool) throws {
    if asJSON {
      let samples = logits.rank == 2 ? logits.samples.map(entry) : []
      let object = JSONObject(shape: logits.shape, predictions: samples)
      return Console.print(try JSONText.of(object))
    }
    guard logits.rank == 2 else {
      return Console.print("logits \(logits.shape), from \(logits.scalars.min() ?? 0) to \(logits.scalars.max() ?? 0)")
    }
    for (index, sample) in logits.samples.enumerated() {
      let entry = entry(sample)
      let values = entry.logits.map { String(format: "%.4f", $0) }.joined(separator: " ")
      Console.print("\(index): \(entry.name ?? "class \(entry.predicted)")  [\(values)]")
    }
  }

  private func entry(_ logits: Tensor) -> Entry {
    let predicted = logits.scalars.indices.max { logits.scalars[$0] < logits.scalars[$1] } ?? 0
    let names = classNames ?? []
    return Entry(
      predicted: predicted, name: names.indices.contains(predicted) ? names[predicted] : nil, logits: logits.scalars)
  }

  private struct JSONObject: Encodable { let shape: [Int], predictions: [Entry] }
  private struct Entry: Encodable { let predicted: Int, name: String?, logits: [Float] }
}
