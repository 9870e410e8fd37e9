/// What a deployed system does to every input before its network sees it: the same each time.
public enum Preprocessing: Sendable, Hashable {
  /// Rounding to evenly spaced levels over the bounds, both ends among them; 2 or more.
  ///
  /// Its slope is 0 almost everywhere. Gradients go through as if it were not there (backward pass differentiable
  /// approximation; Athalye et al., 2018, arXiv:1802.00420, section 4.1), which its own slope would hide from every attack.
  case quantized(levels: Int)
  /// A Gaussian over the last two axes, of this deviation in places, mirrored at the ends; its own adjoint.
  case blurred(deviation: Float)

  /// Whether gradients through it are exact.
  public var hasExactGradient: Bool {
    switch self {
    case .quantized: false
    case .blurred: true
    }
  }

  /// One input, `shape` without a batch axis.
  func applied(to values: [Float], shape: [Int], bounds: ClosedRange<Float>) -> [Float] {
    switch self {
    case .quantized(let levels):
      let (low, step) = (bounds.lowerBound, (bounds.upperBound - bounds.lowerBound) / Float(levels - 1))
      return values.map { low + (($0 - low) / step).rounded() * step }
    case .blurred(let deviation): return Self.blurred(values, shape: shape, deviation)
    }
  }

  /// What a change of what comes out is worth in terms of what went in.
  func pullback(_ cotangent: [Float], shape: [Int]) -> [Float] {
    switch self {
    case .quantized: cotangent
    case .blurred(let deviation): Self.blurred(cotangent, shape: shape, deviation)
    }
  }

  /// Whether places along an axis know nothing of each other.
  func keepsApart(along axis: Int, of shape: [Int]) -> Bool {
    switch self {
    case .quantized: true
    case .blurred: !shape.indices.suffix(2).contains(axis)
    }
  }

  private static func blurred(_ values: [Float], shape: [Int], _ deviation: Float) -> [Float] {
    shape.indices.suffix(2).reduce(values) { values, axis in
      AxisFilter.gaussian(Double(deviation), shape: shape, axis: axis).applied(to: values)
    }
  }
}
