internal import Foundation
internal import Tensors

/// Draws in double precision, written out so that the next compiler gives the same bytes.
extension RandomStream {
  /// A uniform deviate in `range`: the top 53 bits of one draw.
  mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * Double(next() >> 11) * 0x1p-53
  }

  /// A normal deviate, cut off at two and a half deviations so that no subject is a monster.
  mutating func normal(mean: Double, deviation: Double) -> Double {
    var value: Float
    repeat { value = nextGaussian() } while abs(value) > 2.5
    return mean + deviation * Double(value)
  }

  /// A factor whose logarithm is normal: `spread` 0.2 means about a fifth up or down.
  mutating func factor(spread: Double) -> Double { exp(normal(mean: 0, deviation: spread)) }

  mutating func chance(_ probability: Double) -> Bool { uniform(in: 0...1) < probability }

  mutating func sign() -> Double { next() >> 63 == 0 ? 1 : -1 }

  /// Two independent standard normal deviates for the price of one (Box and Muller, 1958).
  mutating func gaussianPair() -> (Float, Float) {
    let u = Float((next() >> 40) + 1) * 0x1p-24
    let angle = 2 * Float.pi * nextUniform()
    let radius = (-2 * logf(u)).squareRoot()
    return (radius * cosf(angle), radius * sinf(angle))
  }
}
