internal import Attacks
internal import Tensors

/// A classifier whose weakest point is known exactly: two classes, and a plane between them.
///
///     z = (0, w · x + b),   smallest change that makes class 1 of x = (½, …, ½): Linf m / ‖w‖₁, L2 m / ‖w‖₂, m = −(w · x + b)
///
/// `b` is such that the Linf one is 0.1, and no bound of 0...1 is in the way of either.
final class WeakVictim: Victim {
  let inputShape = [16]
  let outputShape = [2]
  let clean = Tensor(repeating: 0.5, shape: [16])
  private let weight: [Float] = (0..<16).map { Float(($0 * 7) % 16) - 7.5 }
  private let bias: Float

  private static let smallestLinf = 0.1

  init() {
    let lead = Self.smallestLinf * weight.reduce(0.0) { $0 + Double(abs($1)) }
    bias = Float(-lead - 0.5 * weight.reduce(0.0) { $0 + Double($1) })
  }

  /// The smallest size at which an attack can succeed.
  func optimum(_ norm: Norm) -> Double {
    let sum = weight.reduce(0.0) { $0 + Double(abs($1)) }
    guard norm == .l2 else { return Self.smallestLinf }
    return Self.smallestLinf * sum / weight.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  func logits(of inputs: Tensor) throws -> Tensor {
    let rows = inputs.samples.flatMap { input -> [Float] in
      [0, zip(weight, input.scalars).reduce(bias) { $0 + $1.0 * $1.1 }]
    }
    return Tensor(shape: [inputs.batchCount, 2], scalars: rows)
  }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let logits = try logits(of: inputs)
    let dz = try cotangent(logits).scalars
    let rows = (0..<inputs.batchCount).flatMap { row -> [Float] in weight.map { $0 * dz[2 * row + 1] } }
    return (logits, Tensor(shape: inputs.shape, scalars: rows))
  }
}
