/// Where the steps of `AdaptiveMaskSearch` go, and how far.
protocol AdaptiveStepRule {
  /// The length of the step that was chosen last, as traces show it; 0 before there is one.
  var stepLength: Double { get }

  /// Chooses the next step, for an image that was looked at.
  ///
  /// - Parameters:
  ///   - look: at the image that the step begins at.
  ///   - iteration: from 0.
  ///   - missing: `Σ (κ − m_i)` over the active pixels, in logits.
  ///   - direction: the ascent of the goal there, zero where nothing may change.
  mutating func choose(after look: MaskLook, at iteration: Int, missing: Double, along direction: [Float])

  /// Moves the point by the chosen step; inside region, bounds and budget.
  ///
  /// `direction` is that of `choose`, and not zero everywhere.
  mutating func advance(_ point: inout [Float], along direction: [Float], in set: FeasibleSet)
}
