internal import Attacks
internal import Tensors

/// A victim that counts what it is asked, in samples.
final class CountingVictim: Victim {
  let inner: any Victim
  private(set) var forwards = 0
  private(set) var backwards = 0

  init(_ inner: any Victim) { self.inner = inner }

  var inputShape: [Int] { inner.inputShape }
  var outputShape: [Int] { inner.outputShape }
  var access: VictimAccess { inner.access }
  var gradientLogitsAreRough: Bool { inner.gradientLogitsAreRough }
  func passSizes(for count: Int) -> [Int] { inner.passSizes(for: count) }

  func logits(of inputs: Tensor) throws -> Tensor {
    forwards += inputs.batchCount
    return try inner.logits(of: inputs)
  }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    forwards += inputs.batchCount
    backwards += inputs.batchCount
    return try inner.logitsAndGradient(at: inputs, cotangent: cotangent)
  }
}
