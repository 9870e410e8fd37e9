internal import Engine
internal import Graphs
public import Networks
public import Tensors

/// A network in evaluation form: logits, and input gradients for attacks on it, for weights given with each call.
public final class EvaluationPass {
  private let form: NetworkGraph
  private let plan: Plan
  private let differentiates: Bool
  public let batch: Int

  /// Compiles the network; `differentiates` says whether `gradient` will be asked for.
  ///
  /// - Throws: `NetworkError`, `EngineError`.
  public init(_ architecture: any Architecture, batch: Int, differentiates: Bool = false) throws {
    form = try architecture.graph(.evaluation, batch: batch)
    plan = try Plan(compiling: form.graph, gradientTargets: differentiates ? [form.input] : [])
    self.differentiates = differentiates
    self.batch = batch
  }

  /// Logits of any number of inputs; the last batch is filled up and its filling dropped.
  ///
  /// `weights` are the parameters, then the running statistics, in the order of the specification.
  public func logits(of inputs: [Tensor], weights: [Tensor]) throws -> [Tensor] {
    var logits: [Tensor] = []
    for start in stride(from: 0, to: inputs.count, by: batch) {
      let part = inputs[start..<min(start + batch, inputs.count)]
      let filled = part + [Tensor](repeating: part[start], count: batch - part.count)
      let outputs = try plan.forward([Tensor(batching: Array(filled))] + weights)
      logits += outputs[0].samples.prefix(part.count)
    }
    return logits
  }

  /// The input gradient of `Σ cotangent · logits` of one whole batch.
  func gradient(at inputs: Tensor, weights: [Tensor], cotangent: (Tensor) throws -> Tensor) throws -> Tensor {
    precondition(differentiates, "EvaluationPass: compiled without gradients")
    let logits = try plan.forward([inputs] + weights)[0]
    return try plan.pullback([try cotangent(logits)])[0]
  }

  func logits(ofBatch inputs: Tensor, weights: [Tensor]) throws -> Tensor {
    try plan.forward([inputs] + weights)[0]
  }
}
