/// Step lengths from how far it is: a share of the way to where the active pixels' boundaries would be if they were one and straight.
///
///     length = η_n · Σ_{i active} (κ − m_i) / ‖G‖₂,   G = ∂ Σ_{i active} m_i / ∂X,   η_n = min(1, 1.1ⁿ η)
///
/// with `m_i` the margin of the wanted class and `κ` the one up to which a pixel is active: DeepFool's step (Moosavi-Dezfooli et
/// al., 2016, arXiv:1511.04599) for the sum over pixels. Fewer active pixels make it shorter by themselves.
///
/// No step is more than twice as long as the one before, and the first changes no element by more than `largestChange`:
/// where the network is flat, a straight boundary says nothing.
package struct BoundaryReach {
  private let largestChange: Double
  private var share: Double
  private var pull: Double
  private var last: Double?

  /// `share` is the first `η`, `pull` the first `β` of `step`.
  package init(share: Double, pull: Double, largestChange: Double) {
    self.share = share
    self.pull = pull
    self.largestChange = largestChange
  }

  /// Chooses how far to go along `G`, and what to give back of the way so far.
  ///
  /// With `d` the perturbation and `ĝ = G/‖G‖₂`: `d ← (1 − β_n) d + β_n ⟨d, ĝ⟩ ĝ + length · ĝ`, with `β_n = 0.8ⁿ β`. What does not
  /// lie along the gradient fades, and the sum over active pixels, were it linear, rises as much as without: the paper's
  /// term of the distance, of which the part along the gradient is left out. It fades itself, since it also takes from
  /// pixels that are done. `missing` is `Σ (κ − m_i)`, in logits.
  ///
  /// - Returns: nil where there is no direction.
  package mutating func step(missing: Double, along direction: [Float]) -> (length: Double, pull: Double)? {
    let steepness = direction.euclideanNorm
    guard steepness > 0 else { return nil }
    let limit = last.map { 2 * $0 } ?? largestChange * steepness / Double(direction.largestMagnitude)
    // Pixels that are exactly tied miss nothing, and are not drawn.
    let wanted = share * max(missing, 1e-3) / steepness
    let length = wanted.isFinite && wanted < limit ? wanted : limit
    defer {
      last = length
      share = min(1, 1.1 * share)
      pull *= 0.8
    }
    return (length, pull)
  }
}
