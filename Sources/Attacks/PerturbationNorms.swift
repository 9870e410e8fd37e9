internal import CKernels
public import Tensors

/// How large a perturbation is, summed in `Double` on the values as stored.
public struct PerturbationNorms: Sendable, Hashable, Codable {
  /// How many elements changed.
  public let l0: Int
  /// The sum of magnitudes `Σ|d|`.
  public let l1: Double
  /// The Euclidean length `√Σd²`.
  public let l2: Double
  /// The largest magnitude `max|d|`.
  public let linf: Double

  public init(clean: Tensor, adversarial: Tensor) {
    precondition(clean.shape == adversarial.shape, "PerturbationNorms: \(clean.shape) against \(adversarial.shape)")
    self.init(clean: clean.scalars, adversarial: adversarial.scalars)
  }

  init(clean: [Float], adversarial: [Float]) {
    precondition(clean.count == adversarial.count, "PerturbationNorms: \(clean.count) against \(adversarial.count)")
    let size = clean.withUnsafeBufferPointer { before in
      adversarial.withUnsafeBufferPointer { ck_measure_perturbation(before.baseAddress, $0.baseAddress, before.count) }
    }
    l0 = size.changed
    l1 = size.magnitudes
    l2 = size.squares.squareRoot()
    linf = l1.isNaN ? .nan : size.largest
  }

  public func callAsFunction(_ norm: Norm) -> Double {
    switch norm {
    case .linf: linf
    case .l2: l2
    case .l1: l1
    case .l0: Double(l0)
    }
  }
}
