internal import Foundation

/// How a vessel of radius r₀ divides in two so that pumping blood and keeping it cost least together.
///
///     r₀³ = r₁³ + r₂³
///     cos θ₁ = (r₀⁴ + r₁⁴ − r₂⁴) / (2 r₀² r₁²),  and θ₂ with 1 and 2 exchanged
///
/// Radii in any one unit, angles in radians from the parent's direction, one to each side.
///
/// Source: Murray, "The physiological principle of minimum work", PNAS 12 (1926), and "… applied to the angle of
/// branching of arteries", J. Gen. Physiol. 9 (1926).
package struct MurrayBifurcation: Sendable {
  /// The child that goes on: `radii.wide` ≥ `radii.narrow`.
  package let radii: (wide: Double, narrow: Double)
  package let angles: (wide: Double, narrow: Double)

  /// A fork of a vessel of the given radius; `asymmetry` is narrow radius over wide radius, above 0 up to 1.
  package init(radius: Double, asymmetry: Double) {
    precondition(radius > 0 && asymmetry > 0 && asymmetry <= 1, "MurrayBifurcation: \(radius), \(asymmetry)")
    let wide = radius / cbrt(1 + asymmetry * asymmetry * asymmetry)
    radii = (wide, asymmetry * wide)
    angles = (
      Self.angle(radius, wide, asymmetry * wide), Self.angle(radius, asymmetry * wide, wide)
    )
  }

  private static func angle(_ parent: Double, _ child: Double, _ sibling: Double) -> Double {
    let cosine =
      (pow(parent, 4) + pow(child, 4) - pow(sibling, 4)) / (2 * parent * parent * child * child)
    return acos(min(1, max(-1, cosine)))
  }
}
