public import Tensors

/// How well the gradients of a model agree with differences of the model itself, along random directions.
public struct GradientCheck: Sendable {
  /// The agreement along one direction.
  public struct Direction: Sendable {
    public let derivative: Double
    public let difference: Double
    /// `|derivative − difference|`, as a share of the larger of the two and of the typical derivative.
    public let relativeError: Double
  }

  public let directions: [Direction]
  public var largestError: Double { directions.map(\.relativeError).max() ?? 0 }
  public var isFinite: Bool { directions.allSatisfy { $0.relativeError.isFinite } }

  /// Agreement one can expect of Float32: kinks (relu, max) crossed by the difference, and rounding.
  public static let tolerance = 0.05
  public var passes: Bool { isFinite && largestError < Self.tolerance }

  /// Compares `⟨∇L, d⟩` with `(L(x + h·d) − L(x − h·d)) / 2h` for `L = Σ v·output`, random `v` and random signs `d`.
  ///
  /// - Parameters:
  ///   - input: one sample, `[1] + inputShape`.
  ///   - step: `h`, in input units.
  public init(_ runner: ModelRunner, at input: Tensor, step: Float = 1e-3, directions count: Int = 3, seed: UInt64 = 1) throws {
    var random = RandomStream(seed: seed)
    let outputs = try runner.forward(input)
    let weights = outputs.map { _ in Float.random(in: -1...1, using: &random) }
    let gradient = try runner.gradient(at: input) { _, _ in weights }.gradient
    // The typical size of a derivative along random signs, so that one that happens to be small is not held to 0.
    let scale = gradient.scalars.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    var found: [Direction] = []
    for _ in 0..<count {
      let direction = input.map { _ in Bool.random(using: &random) ? Float(1) : -1 }
      let derivative = gradient.dot(direction)
      let ahead = try runner.forward(input.adding(direction, times: step)).dot(weights)
      let behind = try runner.forward(input.adding(direction, times: -step)).dot(weights)
      let difference = (ahead - behind) / (2 * Double(step))
      let size = max(abs(derivative), abs(difference), scale)
      found.append(
        Direction(
          derivative: derivative, difference: difference,
          relativeError: size == 0 ? 0 : abs(derivative - difference) / size))
    }
    directions = found
  }
}

extension Tensor {
  fileprivate func dot(_ other: Tensor) -> Double {
    zip(scalars, other.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  fileprivate func adding(_ other: Tensor, times factor: Float) -> Tensor {
    Tensor(shape: shape, scalars: zip(scalars, other.scalars).map { $0 + factor * $1 })
  }
}
