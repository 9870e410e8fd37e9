/// A pixel loss at some logits.
struct PixelLossValue {
  /// Larger is better for the attacker.
  var value: Double
  /// The same without weights: the mean over all pixels, done or not.
  ///
  /// A masked loss falls whenever a pixel is done; what tells whether an attack advances is this.
  var course: Double
  /// `∂value/∂z`, class by class, in the order of the logits.
  var derivative: [Double]
  /// Pixels with a weight.
  var active: Int
}

extension PixelLossValue {
  /// `s Σ w_i t_i`, and its derivative for fixed weights.
  init(of term: some PixelTerm, weights: [Double], _ logits: PixelLogits, _ goal: MaskGoal) {
    var (value, total, active) = (0.0, 0.0, 0)
    var derivative = [Double](repeating: 0, count: logits.classCount * logits.pixelCount)
    derivative.withUnsafeMutableBufferPointer { derivative in
      logits.forEachPixel(of: goal) { pixel, scores, own, slope in
        let found = goal.sign * term.evaluate(scores, own: own, into: slope)
        guard found.isFinite else { return }
        total += found
        let weight = weights[pixel]
        guard weight != 0 else { return }
        value += weight * found
        active += 1
        for index in slope.indices {
          let share = goal.sign * weight * slope[index]
          derivative[index * logits.pixelCount + pixel] = share.isFinite ? share : 0
        }
      }
    }
    self.init(
      value: value, course: total / Double(max(goal.countedPixels, 1)), derivative: derivative, active: active)
  }
}

extension PixelLogits {
  /// Visits the pixels that count: `body(pixel, its logits, the mask's class, room for a number a class)`.
  func forEachPixel(
    of goal: MaskGoal,
    _ body: (Int, UnsafeBufferPointer<Double>, Int, UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * classCount) { room in
      room.initialize(repeating: 0)
      let scores = UnsafeMutableBufferPointer(rebasing: room[..<classCount])
      let scratch = UnsafeMutableBufferPointer(rebasing: room[classCount...])
      scalars.withUnsafeBufferPointer { scalars in
        for pixel in 0..<pixelCount where goal.counts(pixel) {
          for index in 0..<classCount { scores[index] = Double(scalars[index * pixelCount + pixel]) }
          body(pixel, UnsafeBufferPointer(scores), goal.target[pixel], scratch)
        }
      }
    }
  }
}
