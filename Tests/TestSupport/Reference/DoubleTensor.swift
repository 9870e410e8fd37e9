public import Tensors

/// A row-major array of `Double`: what the reference interpreter computes with, so that rounding hides nothing.
public struct DoubleTensor: Sendable, Equatable {
  public let shape: [Int]
  public var scalars: [Double]

  public init(shape: [Int], scalars: [Double]) {
    precondition(shape.product == scalars.count, "DoubleTensor: \(scalars.count) scalars cannot fill \(shape)")
    self.shape = shape
    self.scalars = scalars
  }

  public init(repeating value: Double = 0, shape: [Int]) {
    self.init(shape: shape, scalars: [Double](repeating: value, count: shape.product))
  }

  public init(_ tensor: Tensor) { self.init(shape: tensor.shape, scalars: tensor.scalars.map(Double.init)) }

  /// Uniform deviates; the same seed always gives the same numbers.
  public init(shape: [Int], seed: UInt64, in range: ClosedRange<Double> = -1...1) {
    var stream = RandomStream(seed: seed)
    self.init(shape: shape, scalars: (0..<shape.product).map { _ in Double.random(in: range, using: &stream) })
  }

  public var tensor: Tensor { Tensor(shape: shape, scalars: scalars.map { Float($0) }) }

  public var largestMagnitude: Double { scalars.map(\.magnitude).max() ?? 0 }

  /// `Σ a·b` over all elements.
  public func dot(_ other: DoubleTensor) -> Double {
    precondition(shape == other.shape, "DoubleTensor: dot of \(shape) and \(other.shape)")
    return zip(scalars, other.scalars).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The sum `self + factor · other`.
  public func adding(_ other: DoubleTensor, times factor: Double) -> DoubleTensor {
    precondition(shape == other.shape, "DoubleTensor: sum of \(shape) and \(other.shape)")
    return DoubleTensor(shape: shape, scalars: zip(scalars, other.scalars).map { $0 + factor * $1 })
  }

  public func map(_ transform: (Double) -> Double) -> DoubleTensor {
    DoubleTensor(shape: shape, scalars: scalars.map(transform))
  }

  /// The largest difference of two tensors of one shape, as a share of the largest magnitude of `reference` (or of 1e-3,
  /// so that a tensor of zeros can be compared); infinite where either holds a NaN.
  public func relativeError(from reference: DoubleTensor) -> Double {
    guard shape == reference.shape else { return .infinity }
    let differences = zip(scalars, reference.scalars).map { $0 == $1 ? 0 : ($0 - $1).magnitude }
    guard !differences.contains(where: \.isNaN) else { return .infinity }
    return (differences.max() ?? 0) / max(reference.largestMagnitude, 1e-3)
  }
}
