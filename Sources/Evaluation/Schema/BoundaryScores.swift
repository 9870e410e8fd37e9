/// How near the outlines of two class maps lie to each other; see `BoundaryAgreement`.
public struct BoundaryScores: Sendable, Codable, Equatable {
  /// 95th percentile of the distance between outlines, in pixels, per class; null where a map lacks the class.
  @FiniteOrNull public var hausdorff95: [Double]
  /// F1 of outline pixels within 0.75 % of the diagonal, per class; null where both maps lack the class.
  @FiniteOrNull public var f1: [Double]
  /// Means over the classes that have a value; null where none has.
  @FiniteOrNull public var meanHausdorff95: Double
  @FiniteOrNull public var meanF1: Double
  /// The same distances where it is known how far apart the pixels lie; nil elsewhere, and in older records.
  public var millimetres: OutlineDistances?

  public init(hausdorff95: [Double], f1: [Double], millimetres: OutlineDistances? = nil) {
    self.hausdorff95 = hausdorff95
    self.f1 = f1
    meanHausdorff95 = hausdorff95.meanOfFinite
    meanF1 = f1.meanOfFinite
    self.millimetres = millimetres
  }
}

/// Distances between the outlines of two class maps, in millimetres.
public struct OutlineDistances: Sendable, Codable, Equatable {
  /// 95th percentile per class; null where a map lacks the class.
  @FiniteOrNull public var hausdorff95: [Double]
  /// The mean over the classes that have a value; null where none has.
  @FiniteOrNull public var meanHausdorff95: Double

  public init(hausdorff95: [Double]) {
    self.hausdorff95 = hausdorff95
    meanHausdorff95 = hausdorff95.meanOfFinite
  }
}

extension [Double] {
  /// The mean of the numbers that are finite; NaN where none is.
  fileprivate var meanOfFinite: Double {
    let finite = filter(\.isFinite)
    return finite.isEmpty ? .nan : finite.reduce(0, +) / Double(finite.count)
  }
}
