/// How much each pixel's constraint weighs against the length of the perturbation, and how that follows the constraints.
package protocol PixelMultipliers {
  /// The weights `∂L/∂c_i` for constraints seen at a step; 0 where a constraint is 0 or no number.
  mutating func weights(for constraints: [Double], at step: Int) -> [Double]
}
