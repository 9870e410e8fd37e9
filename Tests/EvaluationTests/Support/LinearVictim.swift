import Attacks
import Tensors

/// Logits `W x`, for inputs of any shape: every gradient and every optimum is known in closed form.
final class LinearVictim: Victim {
  let inputShape: [Int]
  let outputShape: [Int]
  /// `[outputs, inputs]`, row-major.
  let weight: [Float]
  private(set) var largestBatch = 0
  /// Added to the logits of every other call, as a randomised model would.
  var tremor: Float = 0
  private var calls = 0

  init(inputShape: [Int], outputShape: [Int], weight: [Float]) {
    precondition(weight.count == inputShape.product * outputShape.product)
    (self.inputShape, self.outputShape, self.weight) = (inputShape, outputShape, weight)
  }

  func logits(of inputs: Tensor) throws -> Tensor {
    largestBatch = max(largestBatch, inputs.batchCount)
    calls += 1
    let (n, m) = (inputShape.product, outputShape.product)
    var logits: [Float] = []
    for sample in 0..<inputs.batchCount {
      for row in 0..<m {
        var sum = calls % 2 == 0 ? tremor : 0
        for column in 0..<n { sum += weight[row * n + column] * inputs.scalars[sample * n + column] }
        logits.append(sum)
      }
    }
    return Tensor(shape: [inputs.batchCount] + outputShape, scalars: logits)
  }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let logits = try logits(of: inputs)
    let dz = try cotangent(logits).scalars
    let (n, m) = (inputShape.product, outputShape.product)
    var gradient = [Float](repeating: 0, count: inputs.count)
    for sample in 0..<inputs.batchCount {
      for row in 0..<m {
        for column in 0..<n { gradient[sample * n + column] += weight[row * n + column] * dz[sample * m + row] }
      }
    }
    return (logits, Tensor(shape: inputs.shape, scalars: gradient))
  }
}
