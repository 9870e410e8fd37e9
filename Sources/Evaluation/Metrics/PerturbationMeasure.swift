public import Attacks
public import Tensors

/// Measures of the difference between a clean input and a changed one, accumulated in `Double`.
public enum PerturbationMeasure {
  /// Every measure at once; PSNR and SSIM take the width of the bounds as the range of values.
  public static func size(
    clean: Tensor, changed: Tensor, bounds: ClosedRange<Float>, layout: SampleLayout
  ) -> PerturbationSize {
    precondition(clean.shape == changed.shape, "PerturbationMeasure: \(changed.shape) against \(clean.shape)")
    let norms = PerturbationNorms(clean: clean, adversarial: changed)
    let range = Double(bounds.upperBound) - Double(bounds.lowerBound)
    return PerturbationSize(
      l0: norms.l0, l1: norms.l1, l2: norms.l2, linf: norms.linf,
      psnr: peakSignalToNoise(meanSquare: norms.l2 * norms.l2 / Double(max(1, clean.count)), range: range),
      ssim: StructuralSimilarity.mean(clean, changed, range: range, layout: layout))
  }

  /// The norm that a budget limits.
  public static func norm(_ norm: Norm, of size: PerturbationSize) -> Double {
    switch norm {
    case .linf: size.linf
    case .l2: size.l2
    case .l1: size.l1
    case .l0: Double(size.l0)
    }
  }

  /// L2 norm of each frame's perturbation, over every axis but time; empty without a time axis.
  public static func perFrame(clean: Tensor, changed: Tensor, layout: SampleLayout) -> [Double] {
    guard let axis = layout.timeAxis else { return [] }
    let stride = clean.shape.rowMajorStrides[axis], frames = clean.shape[axis]
    var squares = [Double](repeating: 0, count: frames)
    for (index, (x, y)) in zip(clean.scalars, changed.scalars).enumerated() where x != y {
      let difference = Double(y) - Double(x)
      squares[index / stride % frames] += difference * difference
    }
    return squares.map { $0.squareRoot() }
  }

  /// `10 log₁₀(range² / mean square error)` in dB; infinite without an error.
  private static func peakSignalToNoise(meanSquare: Double, range: Double) -> Double {
    Decibel.ofPower(range * range / meanSquare)
  }
}
