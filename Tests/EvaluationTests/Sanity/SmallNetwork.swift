import Attacks
import Tensors

/// Two layers with a ReLU between them, weights drawn from a seed: an honest victim.
///
///     z = V relu( W (x − ½) + b ) + c
final class SmallNetwork: Victim {
  let inputShape = [1, 6, 6]
  let outputShape = [4]
  private let inputs = 36, hidden = 16, classes = 4
  private let first: [Float]
  private let second: [Float]
  /// Of every hidden unit; far below 0 they are all dead.
  private let bias: Float
  private let offset: [Float]

  init(bias: Float = 0.2) {
    var random = RandomStream(seed: 5)
    first = (0..<36 * 16).map { _ in random.nextGaussian() / 3 }
    second = (0..<16 * 4).map { _ in random.nextGaussian() }
    offset = (0..<4).map { _ in 0.1 * random.nextGaussian() }
    self.bias = bias
  }

  func logits(of batch: Tensor) throws -> Tensor {
    Tensor(shape: [batch.batchCount, classes], scalars: batch.samples.flatMap { evaluate($0.scalars).logits })
  }

  func logitsAndGradient(
    at batch: Tensor, cotangent: (Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let passes = batch.samples.map { evaluate($0.scalars) }
    let logits = Tensor(shape: [passes.count, classes], scalars: passes.flatMap(\.logits))
    let dz = try cotangent(logits).samples
    let rows = zip(passes, dz).flatMap { pass, dz -> [Float] in
      var gradient = [Float](repeating: 0, count: inputs)
      for unit in 0..<hidden where pass.hidden[unit] > 0 {
        let slope = (0..<classes).reduce(Float(0)) { $0 + second[unit * classes + $1] * dz.scalars[$1] }
        for element in 0..<inputs { gradient[element] += slope * first[unit * inputs + element] }
      }
      return gradient
    }
    return (logits, Tensor(shape: batch.shape, scalars: rows))
  }

  private func evaluate(_ input: [Float]) -> (hidden: [Float], logits: [Float]) {
    let units = (0..<hidden).map { unit -> Float in
      var sum = bias
      for element in 0..<inputs { sum += first[unit * inputs + element] * (input[element] - 0.5) }
      return max(sum, 0)
    }
    var logits = offset
    for unit in 0..<hidden where units[unit] > 0 {
      for label in 0..<classes { logits[label] += second[unit * classes + label] * units[unit] }
    }
    return (units, logits)
  }
}
