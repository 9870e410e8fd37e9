internal import Foundation
internal import Tensors

/// Spots that are no vessels: bright exudates in clusters and dark haemorrhages.
struct FundusLesions: Sendable {
  private struct Spot: Sendable {
    let centre: SIMD2<Double>
    let radius: Double
    let strength: Double

    /// 1 in the middle, 1/2 at the radius, 0 far out.
    func weight(at point: SIMD2<Double>) -> Double {
      let distance = (point - centre).length / radius
      return distance > 2 ? 0 : strength / (1 + exp(8 * (distance - 1)))
    }
  }

  private var exudates: [Spot] = []
  private var haemorrhages: [Spot] = []

  /// A healthy eye.
  init() {}

  init(anatomy: FundusAnatomy, random: inout RandomStream) {
    for _ in 0..<random.nextIndex(in: 1..<4) { addExudates(anatomy, &random) }
    for _ in 0..<random.nextIndex(in: 2..<10) { addHaemorrhage(anatomy, &random) }
  }

  private mutating func addExudates(_ anatomy: FundusAnatomy, _ random: inout RandomStream) {
    guard let centre = Self.place(anatomy, &random) else { return }
    let spread = random.next(in: 0.03...0.12)
    for _ in 0..<random.nextIndex(in: 3..<14) {
      let offset = SIMD2(random.nextNormal(deviation: spread), random.nextNormal(deviation: spread))
      exudates.append(
        Spot(centre: centre + offset, radius: random.next(in: 0.007...0.024), strength: random.next(in: 0.4...0.9)))
    }
  }

  private mutating func addHaemorrhage(_ anatomy: FundusAnatomy, _ random: inout RandomStream) {
    guard let centre = Self.place(anatomy, &random) else { return }
    // Most are the size of a dot, some are blots.
    let radius = random.nextUniform() < 0.7 ? random.next(in: 0.009...0.018) : random.next(in: 0.02...0.05)
    haemorrhages.append(Spot(centre: centre, radius: radius, strength: random.next(in: 0.5...1)))
  }

  /// A place in the field that is not on the disc; nil after too many tries.
  private static func place(_ anatomy: FundusAnatomy, _ random: inout RandomStream) -> SIMD2<Double>? {
    for _ in 0..<20 {
      let point = SIMD2(random.next(in: -0.85...0.85), random.next(in: -0.85...0.85))
      if point.length < 0.9, anatomy.discDistance(point) > 1.6 { return point }
    }
    return nil
  }

  /// A colour of the ground as it looks with what lies on it here.
  func applied(to colour: LightColour, at point: SIMD2<Double>) -> LightColour {
    let bright = exudates.reduce(0) { max($0, $1.weight(at: point)) }
    let dark = haemorrhages.reduce(0) { max($0, $1.weight(at: point)) }
    let blood = FundusPigments.venousAbsorption * Float(-0.05 * dark)
    return colour.mixed(with: FundusPigments.exudate, weight: Float(bright))
      * LightColour(exp(blood.x), exp(blood.y), exp(blood.z))
  }
}
