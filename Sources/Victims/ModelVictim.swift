public import Attacks
public import Engine
public import Explanations
public import Tensors

/// A network as attacks and explanations see it.
///
/// A segmentation network with one logit `z` per pixel (the sigmoid's argument) is presented as two classes with the
/// logits `(−z/2, z/2)`: the softmax of these is the sigmoid of `z`, and the larger one is the foreground where `z > 0`.
public final class ModelVictim: Victim, Explainable {
  public let inputShape: [Int]
  public let outputShape: [Int]
  public let runner: ModelRunner
  /// What logits with a gradient are computed in; logits alone are f32, or exact where the search is.
  public let searchPrecision: Precision
  /// Whether passes are cut down to what a search can change.
  public let keepsFixedActivations: Bool
  let answer: Answer

  /// - Throws: `AnswerShapeError` when the output is neither class scores nor a map of them.
  public init(
    _ runner: ModelRunner, searchPrecision: Precision = .f32, keepsFixedActivations: Bool = true
  ) throws {
    self.keepsFixedActivations = keepsFixedActivations
    self.runner = runner
    self.searchPrecision = searchPrecision
    inputShape = runner.inputShape
    answer = try Answer(of: runner.outputShape)
    outputShape = answer.shape
  }

  /// The same network, with its plans, searched in another precision.
  public func searched(in precision: Precision) throws -> ModelVictim {
    try ModelVictim(runner, searchPrecision: precision, keepsFixedActivations: keepsFixedActivations)
  }

  public var gradientLogitsAreRough: Bool { searchPrecision == .bf16 }

  public func passSizes(for count: Int) -> [Int] { runner.passSizes(for: count) }

  public func logits(of inputs: Tensor) throws -> Tensor {
    answer.presented(try runner.forward(inputs, precision: searchPrecision == .exact ? .exact : .f32))
  }

  public func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let all = runner.largestBatch < inputs.batchCount ? try wholeCotangent(at: inputs, cotangent) : nil
    let result = try runner.gradient(at: inputs, precision: searchPrecision) { outputs, samples in
      try self.cotangent(of: outputs, samples, all, cotangent)
    }
    return (answer.presented(result.outputs), result.gradient)
  }

  public func activationsAndGradients(
    at inputs: Tensor, layer: String?, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, activation: Tensor, gradient: Tensor, layer: String) {
    let layer = try layer ?? runner.defaultLayer
    let all = runner.largestBatch < inputs.batchCount ? try wholeCotangent(at: inputs, cotangent) : nil
    let result = try runner.layerGradient(at: inputs, layer: layer) { outputs, samples in
      try self.cotangent(of: outputs, samples, all, cotangent)
    }
    return (answer.presented(result.outputs), result.activation, result.gradient, layer)
  }

  /// A loss sees the whole batch: where the runner cuts it, the cotangents are made beforehand.
  private func wholeCotangent(at inputs: Tensor, _ make: (Tensor) throws -> Tensor) throws -> Tensor {
    try make(logits(of: inputs))
  }

  private func cotangent(
    of outputs: Tensor, _ samples: Range<Int>, _ all: Tensor?, _ make: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let made = try all?.selectingSamples(Array(samples)) ?? make(answer.presented(outputs))
    return answer.returned(made, shape: outputs.shape)
  }
}

/// An output that is neither `[K]` nor `[C, H, W]`.
public struct AnswerShapeError: Error, CustomStringConvertible {
  public let shape: [Int]
  public var description: String {
    "the model's output \(shape) (without the batch) is neither [classes] nor [classes, height, width]; "
      + "attacks need logits, not class indices"
  }
}

/// How a network's output becomes logits per class, and their cotangent the output's.
enum Answer {
  case asGiven([Int])
  /// One logit per pixel, `[1, H, W]` or `[H, W]`.
  case foreground(height: Int, width: Int)

  init(of shape: [Int]) throws {
    switch shape.count {
    case 1 where shape[0] > 1: self = .asGiven(shape)
    case 2: self = .foreground(height: shape[0], width: shape[1])
    case 3 where shape[0] == 1: self = .foreground(height: shape[1], width: shape[2])
    case 3: self = .asGiven(shape)
    default: throw AnswerShapeError(shape: shape)
    }
  }

  var shape: [Int] {
    switch self {
    case .asGiven(let shape): shape
    case .foreground(let height, let width): [2, height, width]
    }
  }

  func presented(_ outputs: Tensor) -> Tensor {
    guard case .foreground(let height, let width) = self else { return outputs }
    let pixels = height * width
    let scalars = [Float](unsafeUninitializedCapacity: 2 * outputs.count) { scalars, count in
      for start in stride(from: 0, to: outputs.count, by: pixels) {
        for pixel in start..<start + pixels {
          let half = outputs.scalars[pixel] / 2
          scalars[start + pixel] = -half
          scalars[start + pixel + pixels] = half
        }
      }
      count = 2 * outputs.count
    }
    return Tensor(shape: [outputs.batchCount, 2, height, width], scalars: scalars)
  }

  /// The output's cotangent: `∂L/∂z = (∂L/∂z₁ − ∂L/∂z₀) / 2`.
  func returned(_ cotangent: Tensor, shape: [Int]) -> Tensor {
    guard case .foreground(let height, let width) = self else { return cotangent }
    let pixels = height * width
    let scalars = [Float](unsafeUninitializedCapacity: cotangent.count / 2) { scalars, count in
      for start in stride(from: 0, to: cotangent.count / 2, by: pixels) {
        for pixel in start..<start + pixels {
          let background = start + pixel
          scalars[pixel] = (cotangent.scalars[background + pixels] - cotangent.scalars[background]) / 2
        }
      }
      count = cotangent.count / 2
    }
    return Tensor(shape: shape, scalars: scalars)
  }
}
