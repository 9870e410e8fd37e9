/// One vessel from where it branches off to where it divides or ends: a chain of discs of slowly falling radius.
package struct Vessel: Sendable, Hashable {
  package enum Kind: Sendable, Hashable, CaseIterable { case artery, vein }

  package let kind: Kind
  /// The vessel it branches off, as an index of its tree; nil for a trunk, which begins in the optic disc.
  package let parent: Int?
  /// In units of the field's radius, at least one.
  package let points: [SIMD2<Double>]
  /// The radius at each point, in the same units.
  package let radii: [Double]
}
