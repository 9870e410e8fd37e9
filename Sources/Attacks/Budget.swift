/// How the size of a perturbation `d` is measured.
public enum Norm: String, Sendable, Hashable, Codable, CaseIterable {
  /// `max|d|`.
  case linf
  /// `√Σd²`.
  case l2
  /// `Σ|d|`.
  case l1
  /// How many elements differ.
  case l0
}

/// How large a perturbation may be, and which values an input can take.
public struct Budget: Sendable, Hashable {
  public let norm: Norm
  /// The largest norm of the perturbation, in the victim's input units; not negative.
  public let size: Float
  /// The values an input element can take, in the same units.
  public let bounds: ClosedRange<Float>

  public init(norm: Norm, size: Float, bounds: ClosedRange<Float>) {
    precondition(size >= 0, "Budget: size must not be negative, is \(size)")
    self.norm = norm
    self.size = size
    self.bounds = bounds
  }
}
