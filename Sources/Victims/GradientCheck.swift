public import Tensors

/// How well the gradients of a model agree with differences of the model itself.
///
/// Compared are `⟨∇L, d⟩` and `(L(x + h·d) − L(x − h·d)) / 2h` for `L = Σ v·output` with random `v`, along directions
/// `d` of two kinds:
///
/// | `d` | finds |
/// |---|---|
/// | a random half of the gradient itself | a slope that is wrong in size, because the difference stands far above rounding |
/// | random signs everywhere | slopes that are missing, because they are moved along as well |
///
/// The best of several `h` counts: kinks (relu, max) spoil the large ones, Float32 rounding the small ones, and no step
/// makes a wrong gradient agree.
public struct GradientCheck: Sendable {
  /// The agreement along one direction.
  public struct Direction: Sendable {
    /// "half of the gradient", "random signs".
    public let name: String
    public let derivative: Double
    public let difference: Double
    /// The `h` of the difference, in input units; the largest element of `d` is 1.
    public let step: Float
    /// `|derivative − difference|`, as a share of the larger of the two and of the typical derivative.
    public let relativeError: Double
  }

  public let directions: [Direction]
  /// Nothing flows back to the input: there is nothing to compare, and nothing for an attack to follow.
  public let gradientIsZero: Bool
  public var largestError: Double { directions.map(\.relativeError).max() ?? 0 }
  public var isFinite: Bool { directions.allSatisfy { $0.relativeError.isFinite } }

  /// Agreement one can expect of Float32 along random signs; along the gradient it is far better.
  public static let tolerance = 0.05
  public var passes: Bool { isFinite && !gradientIsZero && largestError < Self.tolerance }

  /// Runs the model and its gradient.
  ///
  /// - Parameters:
  ///   - runner: the model.
  ///   - input: one sample, `[1] + inputShape`.
  ///   - span: how far apart the values are that an input element can take; steps are shares of it.
  ///   - seed: of `v` and `d`.
  /// - Throws: what the model throws.
  public init(_ runner: ModelRunner, at input: Tensor, span: Float = 1, seed: UInt64 = 1) throws {
    var random = RandomStream(seed: seed)
    let weights = try runner.forward(input).map { _ in Float.random(in: -1...1, using: &random) }
    let gradient = try runner.gradient(at: input) { _, _ in weights }.gradient
    gradientIsZero = gradient.scalars.allSatisfy { $0 == 0 }
    let probe = SlopeProbe(runner: runner, input: input, weights: weights, gradient: gradient, span: span)
    directions = try [
      probe.compared(along: gradient.keepingHalf(using: &random), name: "half of the gradient"),
      probe.compared(along: gradient.keepingHalf(using: &random), name: "half of the gradient"),
      probe.compared(
        along: input.map { _ in Bool.random(using: &random) ? 1 : -1 }, name: "random signs"),
    ]
  }
}

/// Differences of one model at one input.
private struct SlopeProbe {
  let runner: ModelRunner
  let input: Tensor
  let weights: Tensor
  let gradient: Tensor
  let span: Float

  private static let shares: [Float] = [1e-3, 3e-4, 3e-3, 1e-4, 1e-2]
  /// Agreement so far below the tolerance that no other step need be tried.
  private static let excellent = 2e-3

  func compared(along direction: Tensor, name: String) throws -> GradientCheck.Direction {
    let derivative = gradient.dot(direction)
    // The typical size of a derivative along this direction, so that one that happens to be small is not held to 0.
    let typical = zip(gradient.scalars, direction.scalars).reduce(0.0) { sum, pair in
      let product = Double(pair.0) * Double(pair.1)
      return sum + product * product
    }.squareRoot()
    var best: GradientCheck.Direction?
    for share in Self.shares {
      let step = share * span
      let difference = try self.difference(along: direction, step: step)
      let size = max(abs(derivative), abs(difference), typical)
      let error = size == 0 ? 0 : abs(derivative - difference) / size
      // An error that is not a number is never less than another, and so is kept only when all are.
      if best.map({ error < $0.relativeError || $0.relativeError.isNaN }) ?? true {
        best = GradientCheck.Direction(
          name: name, derivative: derivative, difference: difference, step: step, relativeError: error)
      }
      if error < Self.excellent { break }
    }
    return best
      ?? GradientCheck.Direction(name: name, derivative: derivative, difference: .nan, step: 0, relativeError: .nan)
  }

  private func difference(along direction: Tensor, step: Float) throws -> Double {
    let ahead = try runner.forward(input.adding(direction, times: step)).dot(weights)
    let behind = try runner.forward(input.adding(direction, times: -step)).dot(weights)
    return (ahead - behind) / (2 * Double(step))
  }
}

extension Tensor {
  fileprivate func dot(_ other: Tensor) -> Double {
    zip(scalars, other.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  fileprivate func adding(_ other: Tensor, times factor: Float) -> Tensor {
    Tensor(shape: shape, scalars: zip(scalars, other.scalars).map { $0 + factor * $1 })
  }

  /// A random half of the elements, the largest magnitude made 1, the others 0.
  fileprivate func keepingHalf(using random: inout RandomStream) -> Tensor {
    let half = map { Bool.random(using: &random) ? $0 : 0 }
    let largest = half.scalars.reduce(Float(0)) { max($0, abs($1)) }
    return largest > 0 ? half.map { $0 / largest } : half
  }
}
