public import Attacks
internal import Networks
public import Tensors

/// A network in training, or just trained, as attacks see it: its evaluation form with the weights at hand.
public final class PlanVictim: Victim {
  public let inputShape: [Int]
  public let outputShape: [Int]
  private let pass: EvaluationPass
  private let weights: [Tensor]

  /// Compiles the network for batches of `batch` inputs.
  ///
  /// - Throws: `NetworkError`, `EngineError`.
  public init(_ trained: BestWeights, batch: Int) throws {
    inputShape = trained.architecture.base.inputShape
    outputShape = trained.architecture.base.outputShape
    pass = try EvaluationPass(trained.architecture.base, batch: batch, differentiates: true)
    weights = try trained.ordered()
  }

  public func logits(of inputs: Tensor) throws -> Tensor {
    Tensor(batching: try pass.logits(of: inputs.samples, weights: weights))
  }

  public func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let logits = try logits(of: inputs)
    let cotangent = try cotangent(logits)
    var gradients: [Tensor] = []
    for start in stride(from: 0, to: inputs.batchCount, by: pass.batch) {
      let places = (start..<start + pass.batch).map { min($0, inputs.batchCount - 1) }
      let part = try pass.gradient(at: inputs.selectingSamples(places), weights: weights) { _ in
        cotangent.selectingSamples(places)
      }
      gradients += part.samples.prefix(inputs.batchCount - start)
    }
    return (logits, Tensor(batching: gradients))
  }
}
