internal import Tensors

/// One search in progress: a sample, a restart, where it stands and the best point it has seen.
struct Trajectory {
  let problem: Int
  let restart: Int
  let set: FeasibleSet
  var point: [Float]
  /// Where the search stood a step ago.
  private var previous: [Float] = []
  /// Steps taken so far in this restart.
  var step = 0
  var tally: Tally

  init(problem: Int, restart: Int, set: FeasibleSet, point: [Float], tally: Tally) {
    self.problem = problem
    self.restart = restart
    self.set = set
    self.point = point
    self.tally = tally
  }

  /// What a search has found and spent, carried from restart to restart.
  struct Tally {
    var best: [Float]
    var bestLoss = -Double.infinity
    var bestRestart = 0
    var succeeded = false
    var forwards = 0
    var backwards = 0
    var iterations = 0
    var gradientVanished = false
    var numericalTrouble = false
  }

  /// Looks at the answer for `point`: keeps it when it is a better success, or a better attempt while there is none.
  mutating func observe(loss: Double, succeeded: Bool) {
    tally.forwards += 1
    if loss.isNaN { tally.numericalTrouble = true }
    let better = succeeded == tally.succeeded ? loss > tally.bestLoss : succeeded
    guard better else { return }
    tally.best = point
    tally.bestLoss = loss
    tally.bestRestart = restart
    tally.succeeded = succeeded
  }

  /// Takes one step; false where there is no point in another one.
  ///
  /// A zero gradient moves nothing. A step that ends where the search stands, or where it stood a step ago, closes a
  /// circle: the victim answers the same as before, so that no new point can follow (sign steps often end so;
  /// arXiv:2503.19347).
  mutating func advance(along gradient: ArraySlice<Float>, by stepSize: Float) -> Bool {
    let usable = masked(gradient)
    guard usable.contains(where: { $0 != 0 }) else {
      tally.gradientVanished = true
      return false
    }
    let here = point
    set.ascend(&point, along: usable, by: stepSize)
    step += 1
    tally.iterations += 1
    defer { previous = here }
    return point != here && point != previous
  }

  /// The gradient inside the region, with elements that are not finite taken out.
  private mutating func masked(_ gradient: ArraySlice<Float>) -> [Float] {
    precondition(gradient.count == set.allowed.count, "Trajectory: \(gradient.count) gradient elements")
    var isFinite = true
    let result = gradient.withUnsafeBufferPointer { gradient in
      set.allowed.withUnsafeBufferPointer { allowed in
        [Float](unsafeUninitializedCapacity: gradient.count) { result, count in
          count = gradient.count
          for index in gradient.indices {
            let value = allowed[index] ? gradient[index] : 0
            isFinite = isFinite && value.isFinite
            result[index] = value.isFinite ? value : 0
          }
        }
      }
    }
    if !isFinite { tally.numericalTrouble = true }
    return result
  }

  func outcome(shape: [Int], wasInterrupted: Bool) -> Outcome {
    Outcome(
      adversarial: Tensor(shape: shape, scalars: tally.best), succeeded: tally.succeeded, loss: Float(tally.bestLoss),
      restart: tally.bestRestart, forwards: tally.forwards, backwards: tally.backwards,
      iterations: tally.iterations, gradientVanished: tally.gradientVanished,
      numericalTrouble: tally.numericalTrouble, wasInterrupted: wasInterrupted)
  }
}
