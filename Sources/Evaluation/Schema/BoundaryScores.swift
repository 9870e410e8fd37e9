/// How near the outlines of two class maps lie to each other; see `BoundaryAgreement`.
public struct BoundaryScores: Sendable, Codable, Equatable {
  /// 95th percentile of the distance between outlines, in pixels, per class; null where a map lacks the class.
  @FiniteOrNull public var hausdorff95: [Double]
  /// F1 of outline pixels within 0.75 % of the diagonal, per class; null where both maps lack the class.
  @FiniteOrNull public var f1: [Double]
  /// Means over the classes that have a value; null where none has.
  @FiniteOrNull public var meanHausdorff95: Double
  @FiniteOrNull public var meanF1: Double

  public init(hausdorff95: [Double], f1: [Double]) {
    self.hausdorff95 = hausdorff95
    self.f1 = f1
    meanHausdorff95 = Self.mean(hausdorff95)
    meanF1 = Self.mean(f1)
  }

  private static func mean(_ values: [Double]) -> Double {
    let finite = values.filter(\.isFinite)
    return finite.isEmpty ? .nan : finite.reduce(0, +) / Double(finite.count)
  }
}
