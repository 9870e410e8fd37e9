import Attacks
import Tensors

/// A victim whose logits are off whenever a gradient comes with them, as a low precision makes them.
final class RoughVictim: Victim {
  let inner: any Victim
  private let distort: (_ logits: [Float]) -> [Float]
  private(set) var exactLooks = 0

  init(_ inner: any Victim, distort: @escaping (_ logits: [Float]) -> [Float]) {
    self.inner = inner
    self.distort = distort
  }

  var inputShape: [Int] { inner.inputShape }
  var outputShape: [Int] { inner.outputShape }
  var gradientLogitsAreRough: Bool { true }

  func logits(of inputs: Tensor) throws -> Tensor {
    exactLooks += inputs.batchCount
    return try inner.logits(of: inputs)
  }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    var rough = Tensor(shape: [0])
    let gradient = try inner.logitsAndGradient(at: inputs) { [distort] logits in
      rough = Tensor(
        batching: logits.samples.map { Tensor(shape: $0.shape, scalars: distort($0.scalars)) })
      return try cotangent(rough)
    }.gradient
    return (rough, gradient)
  }
}
