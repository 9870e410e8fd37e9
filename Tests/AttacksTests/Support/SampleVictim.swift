import Attacks
import Tensors

/// A victim written sample by sample: what it answers for one cannot depend on the others.
final class SampleVictim: Victim {
  let inputShape: [Int]
  let outputShape: [Int]
  private let answer: ([Float]) -> [Float]
  private let pullback: (_ input: [Float], _ cotangent: [Float]) -> [Float]
  /// The size of every batch that came, forward-only passes and gradient passes apart.
  private(set) var forwardBatches: [Int] = []
  private(set) var gradientBatches: [Int] = []

  init(
    inputShape: [Int], outputShape: [Int], answer: @escaping ([Float]) -> [Float],
    pullback: @escaping (_ input: [Float], _ cotangent: [Float]) -> [Float]
  ) {
    self.inputShape = inputShape
    self.outputShape = outputShape
    self.answer = answer
    self.pullback = pullback
  }

  func logits(of inputs: Tensor) -> Tensor {
    forwardBatches.append(inputs.batchCount)
    return answers(inputs)
  }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    gradientBatches.append(inputs.batchCount)
    let logits = answers(inputs)
    let cotangents = try cotangent(logits).samples
    let gradients = zip(inputs.samples, cotangents).map {
      Tensor(shape: inputShape, scalars: pullback($0.scalars, $1.scalars))
    }
    return (logits, Tensor(batching: gradients))
  }

  private func answers(_ inputs: Tensor) -> Tensor {
    Tensor(batching: inputs.samples.map { Tensor(shape: outputShape, scalars: answer($0.scalars)) })
  }

  /// `z = W x + b`, one row of weights a class: every optimum is known.
  static func linear(_ weights: [[Float]], bias: [Float]? = nil, inputShape: [Int]? = nil) -> SampleVictim {
    let bias = bias ?? [Float](repeating: 0, count: weights.count)
    return SampleVictim(
      inputShape: inputShape ?? [weights[0].count], outputShape: [weights.count],
      answer: { input in zip(weights, bias).map { row, b in zip(row, input).reduce(b) { $0 + $1.0 * $1.1 } } },
      pullback: { input, cotangent in
        input.indices.map { index in weights.indices.reduce(0) { $0 + weights[$1][index] * cotangent[$1] } }
      })
  }

  /// Logits `(0, ½‖x − c‖² + offset)`: the margin loss away from class 0 maximises the quadratic, towards class 0
  /// minimises it.
  static func quadratic(center: [Float], offset: Double) -> SampleVictim {
    SampleVictim(
      inputShape: [center.count], outputShape: [2],
      answer: { input in
        let square = zip(input, center).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
        return [0, Float(square / 2 + offset)]
      },
      pullback: { input, cotangent in zip(input, center).map { ($0 - $1) * cotangent[1] } })
  }
}
