internal import Foundation
package import Tensors

/// The edge of a lesion, seen from its middle: a distance for every direction.
///
///     r(θ) = R · e(θ) · exp(Σ_{k = 2…24} a_k cos kθ + b_k sin kθ),   a_k, b_k ~ N(0, σ² (k/2)^−3)
///
/// with e an ellipse of area π. R follows from the share of the picture that the lesion is to cover. A set of this form hangs
/// together: with a point it holds the way to its middle.
///
/// | what | distribution |
/// |---|---|
/// | share of the picture | its logit normal about −0.98 with deviation 0.95, 0.057…0.82 |
/// | length over width | exp(0.08 + a normal deviate of 0.26 without its sign), at most 3 |
/// | σ | log-normal about 0.09 with deviation 0.5, 0.025…0.3, times the setting |
/// | middle | 0 in the picture's middle, deviation 0.085, at most 0.3 |
///
/// Lengths are in halves of the picture's side.
package struct LesionOutline: Sendable, Hashable {
  private static let harmonics = 2...24
  private static let directions = 2048

  package let centre: SIMD2<Double>
  /// r in equally spaced directions, from 0 on.
  private let radii: [Double]

  /// The area inside, as far as it lies in the picture or not, in squares of half the picture's side.
  package let area: Double

  /// The radius of a circle of the same area.
  var meanRadius: Double { (area / .pi).squareRoot() }

  package init(irregularity: Double, random: inout RandomStream) {
    let share = 1 / (1 + exp(-random.nextNormal(-0.98, deviation: 0.95, within: -2.8...1.5)))
    let aspect = exp(0.08 + abs(random.nextNormal(0, deviation: 0.26, within: -1...1)))
    let turn = random.next(in: 0...Double.pi)
    let roughness = irregularity * exp(random.nextNormal(-2.4, deviation: 0.5, within: -3.7 ... -1.2))
    centre = SIMD2(
      random.nextNormal(0, deviation: 0.085, within: -0.3...0.3),
      random.nextNormal(0, deviation: 0.085, within: -0.3...0.3))
    let bumps = Self.harmonics.map { order -> (order: Double, cosine: Double, sine: Double) in
      let deviation = roughness * pow(Double(order) / 2, -1.5)
      return (Double(order), random.nextNormal(deviation: deviation), random.nextNormal(deviation: deviation))
    }
    let shape = (0..<Self.directions).map { step -> Double in
      let angle = 2 * Double.pi * Double(step) / Double(Self.directions)
      let (along, across) = (cos(angle - turn), sin(angle - turn))
      let ellipse = 1 / (along * along / aspect + across * across * aspect).squareRoot()
      return ellipse * exp(bumps.reduce(0) { $0 + $1.cosine * cos($1.order * angle) + $1.sine * sin($1.order * angle) })
    }
    area = 4 * share
    let scale = (area / Self.area(of: shape)).squareRoot()
    radii = shape.map { scale * $0 }
  }

  /// ½ ∫ r² dθ.
  private static func area(of radii: [Double]) -> Double {
    radii.reduce(0) { $0 + $1 * $1 } * .pi / Double(radii.count)
  }

  package func contains(_ point: SIMD2<Double>) -> Bool {
    let offset = point - centre
    return offset.length <= radius(towards: offset.heading)
  }

  private func radius(towards heading: Double) -> Double {
    let place = (heading / (2 * .pi) + 1) * Double(radii.count)
    let step = Int(place)
    let (first, second) = (radii[step % radii.count], radii[(step + 1) % radii.count])
    return first + (place - Double(step)) * (second - first)
  }
}
