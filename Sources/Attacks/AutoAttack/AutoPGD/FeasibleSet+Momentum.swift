extension FeasibleSet {
  /// The weight of the new step against the last one.
  private static let freshness = 0.75

  /// A step of APGD: up the gradient, with a quarter of the step that led to `point` from `previous`, nil at first.
  func climbed(from point: [Float], after previous: [Float]?, along gradient: [Float], by size: Float) -> [Float] {
    var next = point
    ascend(&next, along: gradient, by: size)
    guard let previous else { return next }
    for index in next.indices {
      let here = Double(point[index])
      let (fresh, last) = (Double(next[index]) - here, here - Double(previous[index]))
      next[index] = Float(here + (Self.freshness * fresh + (1 - Self.freshness) * last))
    }
    project(&next)
    return next
  }
}
