internal import Tensors

/// An attack that looks for the shortest perturbation that draws or destroys a mask.
///
/// What all of them share is written here: a goal that the clean image reaches already ends the search at once, and a
/// success is shortened at the end.
public protocol SmallestMaskAttack: MaskSearch {
  var seeking: SmallestMaskPerturbation { get set }

  /// Looks for successes from the clean image on, which does not reach the goal; the oracle keeps the shortest.
  func approach(_ oracle: MaskOracle) throws
}

extension SmallestMaskAttack {
  public var budget: Budget? { nil }
  public var bounds: ClosedRange<Float> { seeking.bounds }
  public var success: MaskThreshold { seeking.success }
  public var merit: MaskMerit { .shortness(seeking.norm, limit: seeking.largestNorm) }

  public func search(_ oracle: MaskOracle) throws {
    let clean = try oracle.look(at: oracle.problem.clean.scalars)
    if clean.isReached || seeking.largestNorm == 0 { return }
    try approach(oracle)
    try shorten(oracle)
  }

  /// Halves the interval between the longest failure and the shortest success: the success's point is projected onto
  /// balls in between, which for Linf takes from its largest elements alone.
  private func shorten(_ oracle: MaskOracle) throws {
    let set = seeking.set(for: oracle.problem)
    var shortest = 0.0
    for _ in 0..<seeking.polish {
      guard let best = oracle.best, best.look.isReached else { return }
      let length = best.look.norms(seeking.norm)
      guard length > shortest else { return }
      var point = best.point
      let middle = (shortest + length) / 2
      set.resized(to: Float(middle)).project(&point)
      if !(try oracle.look(at: point).isReached) { shortest = middle }
    }
  }
}
