/// How large a perturbation is, in the victim's input units.
public struct PerturbationSize: Sendable, Codable, Equatable {
  /// How many elements changed.
  public var l0: Int
  @FiniteOrNull public var l1: Double
  @FiniteOrNull public var l2: Double
  @FiniteOrNull public var linf: Double
  /// Peak signal-to-noise ratio in dB, with the width of the bounds as peak; null (infinite) when nothing changed.
  @FiniteOrNull public var psnr: Double
  /// Structural similarity, at most 1; null where the input has no two-dimensional frame of at least 11 × 11.
  @FiniteOrNull public var ssim: Double

  public init(l0: Int, l1: Double, l2: Double, linf: Double, psnr: Double, ssim: Double) {
    self.l0 = l0
    self.l1 = l1
    self.l2 = l2
    self.linf = linf
    self.psnr = psnr
    self.ssim = ssim
  }
}
