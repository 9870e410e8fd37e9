/// An amount of red, green and blue light; 1 is the brightest that a file can hold.
typealias LightColour = SIMD3<Float>

extension LightColour {
  /// `self` with the share `weight` of it replaced by another colour.
  func mixed(with other: LightColour, weight: Float) -> LightColour { self + weight * (other - self) }
}
