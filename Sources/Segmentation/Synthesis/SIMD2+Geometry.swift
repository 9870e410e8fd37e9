internal import Foundation

extension SIMD2<Double> {
  var length: Double { (x * x + y * y).squareRoot() }

  /// The angle of the direction from the positive x axis, −π…π.
  var heading: Double { atan2(y, x) }

  /// A unit vector; a zero vector stays zero.
  var normalized: SIMD2<Double> { length > 0 ? self / length : self }

  /// Turned a quarter from x towards y.
  var turned: SIMD2<Double> { SIMD2(-y, x) }

  init(heading: Double) { self.init(cos(heading), sin(heading)) }

  func dot(_ other: SIMD2<Double>) -> Double { x * other.x + y * other.y }
}

/// An angle brought to −π…π.
func wrappedAngle(_ angle: Double) -> Double { angle - 2 * .pi * (angle / (2 * .pi)).rounded() }
