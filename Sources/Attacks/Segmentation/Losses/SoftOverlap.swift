/// The overlap of predicted probabilities with a mask, as a mean over classes: the loss behind `softIoU` and `softDice`.
///
/// With `I = Σ p y`, `P = Σ p`, `Y = Σ y` for one class, over the pixels that count:
///
///     IoU = I / U,  U = P + Y − I,  ∂IoU/∂p = (y U − (1 − y) I) / U²
///     Dice = 2 I / (P + Y),         ∂Dice/∂p = 2 (y (P + Y) − I) / (P + Y)²
struct SoftOverlap {
  let isDice: Bool

  /// Sums of one class.
  private struct Sums {
    var both = 0.0
    var predicted = 0.0
    var wanted = 0.0
    var together: Double { predicted + wanted - both }
  }

  func evaluate(_ logits: PixelLogits, _ goal: MaskGoal) -> PixelLossValue {
    let (sums, counted) = sums(logits, goal)
    let classes = Self.scoredClasses(sums, goal)
    let share = goal.sign / Double(max(classes.count, 1))
    let value = classes.reduce(0.0) { $0 + share * overlap(sums[$1]) }
    var slopes = [(wanted: Double, other: Double)](repeating: (0, 0), count: logits.classCount)
    for index in classes {
      slopes[index] = (share * slope(sums[index], isWanted: true), share * slope(sums[index], isWanted: false))
    }
    return PixelLossValue(
      value: value, course: value, derivative: derivative(logits, goal, slopes), active: counted)
  }

  private func sums(_ logits: PixelLogits, _ goal: MaskGoal) -> ([Sums], counted: Int) {
    var sums = [Sums](repeating: Sums(), count: logits.classCount)
    var counted = 0
    logits.forEachPixel(of: goal) { _, scores, own, shares in
      PixelOdds.softmax(scores, into: shares)
      guard shares[own].isFinite else { return }
      counted += 1
      for index in shares.indices { sums[index].predicted += shares[index] }
      sums[own].both += shares[own]
      sums[own].wanted += 1
    }
    return (sums, counted)
  }

  /// The classes of the mask without the background, unless nothing is left then.
  private static func scoredClasses(_ sums: [Sums], _ goal: MaskGoal) -> [Int] {
    let present = sums.indices.filter { sums[$0].wanted > 0 }
    let objects = present.filter { $0 != goal.background }
    return objects.isEmpty ? present : objects
  }

  private func overlap(_ sums: Sums) -> Double {
    isDice ? 2 * sums.both / (sums.predicted + sums.wanted) : sums.both / sums.together
  }

  private func slope(_ sums: Sums, isWanted: Bool) -> Double {
    if isDice {
      let all = sums.predicted + sums.wanted
      return 2 * ((isWanted ? all : 0) - sums.both) / (all * all)
    }
    return (isWanted ? sums.together : -sums.both) / (sums.together * sums.together)
  }

  /// Through the softmax: `∂/∂z_k = p_k (g_k − Σ_c g_c p_c)`.
  private func derivative(
    _ logits: PixelLogits, _ goal: MaskGoal, _ slopes: [(wanted: Double, other: Double)]
  ) -> [Double] {
    var derivative = [Double](repeating: 0, count: logits.classCount * logits.pixelCount)
    logits.forEachPixel(of: goal) { pixel, scores, own, shares in
      PixelOdds.softmax(scores, into: shares)
      guard shares[own].isFinite else { return }
      var mean = 0.0
      for index in shares.indices {
        mean += shares[index] * (index == own ? slopes[index].wanted : slopes[index].other)
      }
      for index in shares.indices {
        let slope = index == own ? slopes[index].wanted : slopes[index].other
        derivative[index * logits.pixelCount + pixel] = shares[index] * (slope - mean)
      }
    }
    return derivative
  }
}
