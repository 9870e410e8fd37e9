extension PixelLoss {
  /// How much each pixel counts, in all about 1; 0 where it is ignored.
  func weights(_ logits: PixelLogits, _ goal: MaskGoal, prediction: [Int], progress: Double) -> [Double] {
    let whole = 1 / Double(max(goal.countedPixels, 1))
    switch self {
    case .balancedCrossEntropy:
      let share = progress / 2
      return Self.weights(goal) { whole * (goal.isOpen($0, prediction[$0]) ? 1 - share : share) }
    case .maskedCrossEntropy, .maskedSpherical, .maskedMargin:
      return Self.weights(goal) { goal.isOpen($0, prediction[$0]) ? whole : 0 }
    case .cosineCrossEntropy: return Self.cosines(logits, goal).map { whole * $0 }
    case .houdini:
      let overlaps = MaskScores(prediction: prediction, goal: goal).classIoU
      return Self.weights(goal) { pixel in
        let overlap = overlaps[goal.target[pixel]] ?? 0
        return whole * (goal.aim == .draw ? 1 - overlap : overlap)
      }
    default: return Self.weights(goal) { _ in whole }
    }
  }

  private static func weights(_ goal: MaskGoal, _ weight: (Int) -> Double) -> [Double] {
    goal.target.indices.map { goal.counts($0) ? weight($0) : 0 }
  }

  /// `cos(p, e_y) = p_y / ‖p‖₂`, or what is missing to 1 where the mask is to be drawn.
  private static func cosines(_ logits: PixelLogits, _ goal: MaskGoal) -> [Double] {
    var weights = [Double](repeating: 0, count: goal.target.count)
    logits.forEachPixel(of: goal) { pixel, scores, own, scratch in
      PixelOdds.softmax(scores, into: scratch)
      var square = 0.0
      for index in scratch.indices { square += scratch[index] * scratch[index] }
      let cosine = scratch[own] / square.squareRoot()
      guard cosine.isFinite else { return }
      weights[pixel] = goal.aim == .draw ? max(1 - cosine, 0) : cosine
    }
    return weights
  }
}
