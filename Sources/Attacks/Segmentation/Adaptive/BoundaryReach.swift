/// Step lengths from how far it is: a share of the way to where the active pixels' boundaries would be if they were one and straight.
///
///     length = η · Σ_{i active} (κ − m_i) / ‖G‖₂,   G = ∂ Σ_{i active} m_i / ∂X
///
/// with `m_i` the margin of the wanted class and `κ` the one up to which a pixel is active: DeepFool's step (Moosavi-Dezfooli et
/// al., 2016, arXiv:1511.04599) for the sum over pixels. Fewer active pixels make it shorter by themselves.
///
/// No step is more than twice as long as the one before, and the first changes no element by more than `largestChange`:
/// where the network is flat, a straight boundary says nothing.
struct BoundaryReach {
  private let share: Double
  private let largestChange: Double
  private var last: Double?

  init(share: Double, largestChange: Double) {
    self.share = share
    self.largestChange = largestChange
  }

  /// - Parameters:
  ///   - missing: `Σ (κ − m_i)`, in logits.
  ///   - direction: `G`; nothing is chosen where it is 0.
  mutating func stepLength(missing: Double, along direction: [Float]) -> Double? {
    let steepness = direction.euclideanNorm
    guard steepness > 0 else { return last }
    let limit = last.map { 2 * $0 } ?? largestChange * steepness / Double(direction.largestMagnitude)
    let length = share * max(missing, 0) / steepness
    last = length.isFinite && length < limit ? length : limit
    return last
  }
}
