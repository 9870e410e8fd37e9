internal import Foundation

/// A function of one pixel's logits that grows with one class; the derivative goes into `slope`, all of it.
protocol PixelTerm {
  func evaluate(
    _ scores: UnsafeBufferPointer<Double>, own: Int, into slope: UnsafeMutableBufferPointer<Double>
  ) -> Double
}

/// `ln p_own`, with `∂/∂z = e_own − p`.
struct LogProbabilityTerm: PixelTerm {
  func evaluate(
    _ scores: UnsafeBufferPointer<Double>, own: Int, into slope: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    PixelOdds(scores, own: own, into: slope).logProbability
  }
}

/// `−JS(p, e_own)`, the Jensen–Shannon divergence between the prediction and certainty.
///
/// With `p` short for `p_own` it is a function of that number alone: `JS = ln 2 + ½ (p ln p − (1 + p) ln(1 + p))`, so that
/// `∂(−JS)/∂z = ½ p ln((1 + p)/p) · (e_own − p)`.
struct JensenShannonTerm: PixelTerm {
  func evaluate(
    _ scores: UnsafeBufferPointer<Double>, own: Int, into slope: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let odds = PixelOdds(scores, own: own, into: slope)
    let entropy = odds.probability > 0 ? odds.probability * odds.logProbability : 0
    let mixture = (1 + odds.probability) * log1p(odds.probability)
    let factor = (odds.probability * log1p(odds.probability) - entropy) / 2
    for index in slope.indices { slope[index] *= factor }
    return -(log(2) + (entropy - mixture) / 2)
  }
}

/// `z_own / ‖z‖₂`, with `∂/∂z = (e_own − t z/‖z‖)/‖z‖`; logits that are all 0 have no direction.
struct SphericalTerm: PixelTerm {
  func evaluate(
    _ scores: UnsafeBufferPointer<Double>, own: Int, into slope: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    var square = 0.0
    for score in scores { square += score * score }
    let length = square.squareRoot()
    guard length > 0 else {
      slope.update(repeating: 0)
      return square
    }
    let value = scores[own] / length
    for index in slope.indices { slope[index] = ((index == own ? 1 : 0) - value * scores[index] / length) / length }
    return value
  }
}

/// `z_own − max_{c≠own} z_c`.
struct MarginTerm: PixelTerm {
  func evaluate(
    _ scores: UnsafeBufferPointer<Double>, own: Int, into slope: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let rival = PixelOdds.rival(of: own, scores)
    slope.update(repeating: 0)
    slope[own] = 1
    slope[rival] = -1
    return scores[own] - scores[rival]
  }
}

/// `Φ(m)`: how probable it is that the margin `m` beats standard normal noise; its derivative is the normal density.
struct HoudiniTerm: PixelTerm {
  func evaluate(
    _ scores: UnsafeBufferPointer<Double>, own: Int, into slope: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let margin = MarginTerm().evaluate(scores, own: own, into: slope)
    let density = exp(-margin * margin / 2) / (2 * Double.pi).squareRoot()
    for index in slope.indices { slope[index] *= density }
    return erfc(-margin / 2.0.squareRoot()) / 2
  }
}
