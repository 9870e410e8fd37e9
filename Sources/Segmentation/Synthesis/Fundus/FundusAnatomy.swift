package import Tensors

/// Where the landmarks of one eye lie, in units of the field's radius.
///
/// The distance from disc to fovea, about 2.3 diameters of the disc, and the fovea's place a little below the disc are
/// those of the human eye; how the camera was pointed moves both together.
package struct FundusAnatomy: Sendable, Hashable {
  /// Which way the temple lies: −1 to the left, +1 to the right.
  package let temporal: Double
  package let disc: SIMD2<Double>
  package let discRadius: Double
  /// The disc's height over its width.
  package let discElongation: Double
  package let fovea: SIMD2<Double>

  /// No vessel enters the middle of the macula.
  package var avascularRadius: Double { 0.55 * discRadius }
  package var foveaDistance: Double { (fovea - disc).length }

  package init(random: inout RandomStream) {
    temporal = random.nextUniform() < 0.5 ? -1 : 1
    discRadius = random.next(in: 0.14...0.19)
    discElongation = random.next(in: 1.0...1.15)
    disc = SIMD2(-temporal * random.next(in: 0.02...0.5), random.next(in: -0.14...0.14))
    let distance = discRadius * random.next(in: 4.3...4.9)
    fovea = disc + SIMD2(temporal * distance, discRadius * random.next(in: 0.2...0.8))
  }

  /// The distance from the disc's middle in units of its own radius: 1 on the rim.
  package func discDistance(_ point: SIMD2<Double>) -> Double {
    let offset = point - disc
    return SIMD2(offset.x * discElongation.squareRoot(), offset.y / discElongation.squareRoot()).length / discRadius
  }
}
