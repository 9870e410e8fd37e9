public import Tensors

/// How the numbers of a parameter are drawn before training.
public enum Initialization: Sendable, Equatable {
  /// Every element is this number.
  case constant(Float)
  /// Uniform in `[−bound, bound)`.
  case uniform(bound: Float)
  /// Normal with mean 0.
  case normal(deviation: Float)

  /// What PyTorch's convolutions and linear layers begin with, weights and biases alike: uniform in ±1/√fanIn.
  ///
  /// (Its `kaiming_uniform_` with a = √5 comes to this.) Recurrent layers use it with the number of hidden units. The
  /// fan-in is how many numbers go into one number of the result.
  public static func pytorch(fanIn: Int) -> Initialization { .uniform(bound: 1 / Float(max(fanIn, 1)).squareRoot()) }

  /// Keeps the variance of activations through layers of relu: normal with variance 2/fanIn.
  ///
  /// He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015, arXiv:1502.01852, equation 10.
  public static func he(fanIn: Int) -> Initialization { .normal(deviation: (2 / Float(max(fanIn, 1))).squareRoot()) }

  /// Numbers for a tensor of this shape, in row-major order.
  public func tensor(shape: [Int], using stream: inout RandomStream) -> Tensor {
    var scalars: [Float] = []
    scalars.reserveCapacity(shape.product)
    for _ in 0..<shape.product { scalars.append(number(&stream)) }
    return Tensor(shape: shape, scalars: scalars)
  }

  private func number(_ stream: inout RandomStream) -> Float {
    switch self {
    case .constant(let value): value
    case .uniform(let bound): (2 * stream.nextUniform() - 1) * bound
    case .normal(let deviation): deviation * stream.nextGaussian()
    }
  }
}
