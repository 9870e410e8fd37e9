import Attacks
import Tensors

/// A victim behind a counter: keeps every input that it was asked about, shows as much as it is told to, and may change
/// what it answers.
final class QueryVictim: Victim {
  private let inner: any Victim
  private let change: ([Float]) -> [Float]
  let access: VictimAccess
  private(set) var inputs: [[Float]] = []

  init(_ inner: any Victim, access: VictimAccess = .scores, change: @escaping ([Float]) -> [Float] = { $0 }) {
    self.inner = inner
    self.access = access
    self.change = change
  }

  var inputShape: [Int] { inner.inputShape }
  var outputShape: [Int] { inner.outputShape }

  func logits(of inputs: Tensor) throws -> Tensor {
    self.inputs += inputs.samples.map(\.scalars)
    return Tensor(
      batching: try inner.logits(of: inputs).samples.map { Tensor(shape: $0.shape, scalars: change($0.scalars)) })
  }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    throw GradientAsked()
  }

  struct GradientAsked: Error {}

  /// A class alone: 1 for the largest logit, 0 for the others.
  static func decisions(of logits: [Float]) -> [Float] {
    let largest = logits.firstIndex(of: logits.max() ?? 0)
    return logits.indices.map { $0 == largest ? 1 : 0 }
  }
}
