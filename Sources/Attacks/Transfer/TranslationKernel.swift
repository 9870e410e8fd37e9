internal import Foundation

/// The kernel of the translation-invariant attacks (Dong et al., 2019, arXiv:1904.02884, section 3.2).
///
/// The gradient averaged over shifted copies of an input is nearly the gradient smoothed over its trailing two axes, by a
/// separable kernel of `2k + 1` weights an axis that add up to 1; beyond the ends the gradient counts as 0.
public struct TranslationKernel: Sendable, Hashable {
  public enum Shape: String, Sendable, Hashable, CaseIterable {
    /// `exp(−i² / 2σ²)`, `σ = k / √3`.
    case gaussian
    /// `1 − |i| / (k + 1)`.
    case linear
    case uniform
  }

  public var shape: Shape
  /// `k`: how far shifts go, in elements.
  public var reach: Int

  public init(shape: Shape = .gaussian, reach: Int = 7) {
    self.shape = shape
    self.reach = reach
  }

  var weights: [Double] {
    let weights = (-reach...reach).map { offset -> Double in
      switch shape {
      case .gaussian: reach == 0 ? 1 : exp(-1.5 * pow(Double(offset) / Double(reach), 2))
      case .linear: 1 - Double(abs(offset)) / Double(reach + 1)
      case .uniform: 1
      }
    }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// The smoothings along the trailing two axes, to be applied one after the other.
  func filters(for inputShape: [Int]) -> [AxisFilter] {
    inputShape.indices.suffix(2).map { .convolution(weights, shape: inputShape, axis: $0) }
  }

  var complaints: [String] {
    reach < 0 ? ["the translation kernel's reach must not be negative, is \(reach)"] : []
  }
}
