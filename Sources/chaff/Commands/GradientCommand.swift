public import ArgumentParser
public import Attacks
import Foundation
import Tensors
import Victims

struct GradientCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradient", abstract: "The exact input gradient of a weighted sum of logits, or of a loss.",
    discussion: """
      Examples:
        chaff gradient net.onnx input.npy --cotangent v.npy --output g.npy
        chaff gradient net.onnx input.npy --loss cross-entropy --label 3 --output g.npy
      """)

  @OptionGroup var model: ModelOptions
  @Argument(help: "Inputs as .npy: one sample or a batch.", completion: .file()) var input: String
  @Option(help: "The gradient of Σ cotangent·logits: an .npy of the shape of the logits.", completion: .file())
  var cotangent: String?
  @Option(help: "The gradient of a loss: \(ClassificationLoss.allCases.map(\.rawValue).joined(separator: ", ")).")
  var loss: ClassificationLoss?
  @Option(help: "The class the loss is about.") var label: Int?
  @OptionGroup var output: OutputOptions
  @Option(help: "Samples run at once.") var batch = 8
  @OptionGroup var memory: MemoryOptions
  @Flag(help: "Print nothing but errors.") var quiet = false

  func validate() throws {
    guard (cotangent == nil) != (loss == nil) else { throw ValidationError("give either --cotangent or --loss") }
    if loss != nil, label == nil { throw ValidationError("--loss needs --label") }
    guard (1...4096).contains(batch) else { throw ValidationError("--batch must lie in 1...4096, is \(batch)") }
  }

  func run() throws {
    let path = try output.path()
    let loaded = try model.load()
    let runner = try loaded.runner(largestBatch: batch, recomputes: memory.recomputes)
    let inputs = try Tensor(npyContentsOf: input).batch(of: loaded.inputShape, source: input)
    let result = try runner.gradient(at: inputs, cotangent: try makeCotangent(for: runner, count: inputs.batchCount))
    if let path { try result.gradient.writeNPY(to: path) }
    guard !quiet else { return }
    let squares = result.gradient.scalars.reduce(0.0) { $0 + Double($1) * Double($1) }
    let largest = result.gradient.scalars.reduce(Float(0)) { max($0, abs($1)) }
    Console.print("gradient \(result.gradient.shape), L2 \(squares.squareRoot()), largest magnitude \(largest)")
  }

  private func makeCotangent(
    for runner: ModelRunner, count: Int
  ) throws -> (Tensor, Range<Int>) throws -> Tensor {
    if let cotangent {
      let given = try Tensor(npyContentsOf: cotangent)
      let expected = [count] + runner.outputShape
      guard given.shape == expected || (count == 1 && given.shape == runner.outputShape) else {
        throw CotangentMismatch(source: cotangent, found: given.shape, expected: expected)
      }
      let batch = try given.batch(of: runner.outputShape, source: cotangent)
      return { logits, samples in batch.selectingSamples(Array(samples)) }
    }
    guard let loss, let label, runner.outputShape.count == 1 else {
      throw ValidationError(
        "--loss needs a classifier, the model gives \(runner.outputShape) for a sample; give --cotangent")
    }
    guard (0..<runner.outputShape[0]).contains(label) else {
      throw ValidationError("--label must be one of the model's classes 0 to \(runner.outputShape[0] - 1), is \(label)")
    }
    return { logits, samples in
      loss(logits, aims: samples.map { _ in ClassAim(goal: .untargeted(label: label)) }).cotangent
    }
  }
}

extension ClassificationLoss: ExpressibleByArgument {}

/// A cotangent that does not fit the answers of a model.
struct CotangentMismatch: Error, CustomStringConvertible {
  let source: String
  let found: [Int]
  let expected: [Int]

  var description: String {
    "\(source) has the shape \(found); the model's answers to these inputs, and so a cotangent, have \(expected)"
  }
}
