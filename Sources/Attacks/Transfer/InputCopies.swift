internal import Tensors

/// The copies of a point whose gradients a momentum attack averages, each with the way back to the point.
struct InputCopies {
  private struct Copy {
    let factor: Float
    let resampling: PlaneResampling?
  }

  private(set) var points: [[Float]] = []
  private var copies: [Copy] = []

  /// Copies `o + (x − o) / 2^i` for `i < scaleCopies`, `o` the background, each with a draw of the diversity.
  ///
  /// Where nothing is changed a copy has the point's own bits.
  mutating func append(
    _ point: [Float], shape: [Int], settings: MomentumSettings, using stream: inout RandomStream
  ) {
    let background = settings.budget.bounds.background
    for power in 0..<settings.scaleCopies {
      let factor = Float(sign: .plus, exponent: -power, significand: 1)
      let resampling = settings.diversity?.draw(for: shape, using: &stream)
      let scaled = power == 0 ? point : point.map { background + ($0 - background) * factor }
      points.append(resampling?.applied(to: scaled, fill: background) ?? scaled)
      copies.append(Copy(factor: factor, resampling: resampling))
    }
  }

  /// From gradients at the copies to those with respect to the points that they are copies of.
  func pullback(_ gradients: [ScaledGradient]) -> [ScaledGradient] {
    zip(copies, gradients).map { copy, gradient in
      ScaledGradient(
        values: copy.resampling?.adjoint(gradient.values) ?? gradient.values,
        scale: gradient.scale * Double(copy.factor))
    }
  }
}
