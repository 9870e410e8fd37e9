/// An amount of red, green and blue light; 1 is the brightest that a file can hold.
typealias FundusColour = SIMD3<Float>

extension FundusColour {
  /// `self` with the share `weight` of it replaced by another colour.
  func mixed(with other: FundusColour, weight: Float) -> FundusColour { self + weight * (other - self) }
}

/// The colours of one eye.
struct FundusPigments: Sendable, Hashable {
  /// What blood takes from light per unit of way (Lambert and Beer).
  ///
  /// Most of the green, little of the red; blood without oxygen takes more of the red.
  static let arterialAbsorption = FundusColour(3, 14, 17)
  static let venousAbsorption = FundusColour(6.5, 19, 21)
  static let exudate = FundusColour(1.0, 0.82, 0.36)

  let fundus: FundusColour
  let disc: FundusColour
  let cup: FundusColour
}
