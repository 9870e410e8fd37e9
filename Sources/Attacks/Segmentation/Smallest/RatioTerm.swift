/// `(z_own − max_{c≠own} z_c) / (z₍₁₎ − z₍₃₎)` with the logits in descending order; for two classes the numerator.
///
/// The spread is at least 10⁻¹² and is taken as constant: its derivative would lead to lower the third logit rather than
/// to exchange the first two where the second and the third are alike.
struct RatioTerm: PixelTerm {
  func evaluate(
    _ scores: UnsafeBufferPointer<Double>, own: Int, into slope: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let margin = MarginTerm().evaluate(scores, own: own, into: slope)
    guard scores.count > 2 else { return margin }
    let first = PixelOdds.rival(of: -1, scores)
    let second = PixelOdds.rival(of: first, scores)
    var third = -1
    for index in scores.indices where index != first && index != second && (third < 0 || scores[index] > scores[third])
    {
      third = index
    }
    let divisor = max(scores[first] - scores[third], 1e-12)
    for index in slope.indices { slope[index] /= divisor }
    return margin / divisor
  }
}
