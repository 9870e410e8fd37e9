/// Minimises a smooth function over a box: limited-memory BFGS on the elements that are free to move.
///
/// - An element is held while it lies at a bound and the gradient pushes it further out; the others are free.
/// - Direction: the two-loop recursion (Nocedal, 1980; Nocedal and Wright, Numerical Optimization, Algorithm 7.4) on the
///   free elements; down the gradient where that does not descend.
/// - Length: halved from 1 until Armijo's condition holds along the projected path
///   `F(P(x + t d)) ≤ F(x) + 10⁻⁴ ⟨∇F, P(x + t d) − x⟩` (Bertsekas, 1982).
package struct ProjectedLBFGS {
  package struct Evaluation {
    package let value: Double
    package let gradient: [Float]
    /// Whether the caller would be content with the point; handed back with it, no matter for the search.
    package let isGoal: Bool

    package init(value: Double, gradient: [Float], isGoal: Bool = false) {
      self.value = value
      self.gradient = gradient
      self.isGoal = isGoal
    }
  }

  private let lower: [Float]
  private let upper: [Float]
  private let steps: Int
  private let memory: Int
  /// The inverse of the curvature that is assumed at first.
  private let firstScale: Double
  private var pairs: [(moved: [Float], turned: [Float])] = []

  package init(lower: [Float], upper: [Float], steps: Int, memory: Int = 10, firstScale: Double = 1) {
    (self.lower, self.upper) = (lower, upper)
    (self.steps, self.memory, self.firstScale) = (steps, memory, firstScale)
  }

  /// - Parameters:
  ///   - start: a point of the box.
  ///   - evaluate: the function and its gradient; nil ends the search (nothing to go by).
  /// - Throws: whatever `evaluate` does.
  /// - Returns: the best point that was found, what is there (nil where not even the start could be evaluated), and how
  ///   many steps were taken.
  package mutating func minimize(
    from start: [Float], _ evaluate: ([Float]) async throws -> Evaluation?
  ) async throws -> (point: [Float], end: Evaluation?, steps: Int) {
    var point = start
    guard var here = try await evaluate(point) else { return (point, nil, 0) }
    for step in 0..<steps {
      let free = freeElements(at: point, here.gradient)
      let slope = masked(here.gradient, free)
      let direction = descent(slope, free)
      guard let (next, there) = try await search(point, here, direction, evaluate) else {
        guard !pairs.isEmpty else { return (point, here, step) }
        // The memory may be what misleads: once more without it.
        pairs = []
        continue
      }
      remember(difference(next, point), difference(there.gradient, here.gradient))
      let gain = here.value - there.value
      (point, here) = (next, there)
      if gain <= 1e-9 * max(abs(here.value), 1e-9) { return (point, here, step + 1) }
    }
    return (point, here, steps)
  }

  private func freeElements(at point: [Float], _ gradient: [Float]) -> [Bool] {
    point.indices.map {
      !(point[$0] <= lower[$0] && gradient[$0] >= 0) && !(point[$0] >= upper[$0] && gradient[$0] <= 0)
    }
  }

  /// `−H g` on the free elements.
  private func descent(_ slope: [Float], _ free: [Bool]) -> [Float] {
    var direction = slope
    var steps: [(index: Int, share: Double, curvature: Double)] = []
    var scale = firstScale
    for index in pairs.indices.reversed() {
      let (moved, turned) = (masked(pairs[index].moved, free), masked(pairs[index].turned, free))
      let curvature = dot(moved, turned)
      guard curvature > 1e-10 * dot(turned, turned).squareRoot() * dot(moved, moved).squareRoot() else { continue }
      if steps.isEmpty { scale = curvature / dot(turned, turned) }
      let share = dot(moved, direction) / curvature
      direction.add(turned, times: -share)
      steps.append((index, share, curvature))
    }
    direction = direction.map { Float(scale * Double($0)) }
    for step in steps.reversed() {
      let (moved, turned) = (masked(pairs[step.index].moved, free), masked(pairs[step.index].turned, free))
      direction.add(moved, times: step.share - dot(turned, direction) / step.curvature)
    }
    let descends = dot(direction, slope) > 1e-8 * direction.euclideanNorm * slope.euclideanNorm
    return (descends ? direction : slope.map { Float(firstScale * Double($0)) }).map { -$0 }
  }

  private func search(
    _ point: [Float], _ here: Evaluation, _ direction: [Float], _ evaluate: ([Float]) async throws -> Evaluation?
  ) async throws -> (point: [Float], evaluation: Evaluation)? {
    var length = 1.0
    for _ in 0..<20 {
      let next = moved(point, direction, by: length)
      guard next != point else { return nil }
      guard let there = try await evaluate(next) else { return nil }
      let promised = dot(here.gradient, difference(next, point))
      if promised < 0, there.value <= here.value + 1e-4 * promised { return (next, there) }
      length /= 2
    }
    return nil
  }

  private mutating func remember(_ moved: [Float], _ turned: [Float]) {
    pairs.append((moved, turned))
    if pairs.count > memory { pairs.removeFirst() }
  }

  // MARK: Vectors

  private func moved(_ point: [Float], _ direction: [Float], by length: Double) -> [Float] {
    point.indices.map { index in
      guard direction[index] != 0 else { return point[index] }
      return min(max(Float(Double(point[index]) + length * Double(direction[index])), lower[index]), upper[index])
    }
  }

  private func masked(_ values: [Float], _ free: [Bool]) -> [Float] {
    values.indices.map { free[$0] ? values[$0] : 0 }
  }

  private func difference(_ left: [Float], _ right: [Float]) -> [Float] { left.indices.map { left[$0] - right[$0] } }

  private func dot(_ left: [Float], _ right: [Float]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += Double(left[index]) * Double(right[index]) }
    return sum
  }
}
