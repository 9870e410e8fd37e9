public import Tensors

/// Relative distances between what a program computes and a reference.
public enum Conformance {
  /// The largest difference, as a share of the reference's largest magnitude (1 if all of it is 0).
  public static func error(_ found: Tensor, _ reference: Tensor) -> Float {
    guard found.shape == reference.shape else { return .infinity }
    var (difference, largest): (Float, Float) = (0, 0)
    for (a, b) in zip(found.scalars, reference.scalars) {
      guard a.isFinite, b.isFinite else { return .infinity }
      difference = max(difference, abs(a - b))
      largest = max(largest, abs(b))
    }
    return difference / (largest > 0 ? largest : 1)
  }
}

/// Reproducible random tensors.
public struct RandomTensors {
  private var stream: RandomStream

  public init(seed: UInt64) { stream = RandomStream(seed: seed) }

  public mutating func uniform(_ shape: [Int], in range: ClosedRange<Float> = -1...1) -> Tensor {
    Tensor(shape: shape, scalars: (0..<shape.product).map { _ in Float.random(in: range, using: &stream) })
  }
}
