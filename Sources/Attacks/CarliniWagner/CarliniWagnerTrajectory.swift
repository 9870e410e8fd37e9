internal import Tensors

/// One sample on its way through the attack of Carlini and Wagner.
struct CarliniWagnerTrajectory {
  let problem: Int
  private(set) var point: [Float]
  private var variables: TanhVariables
  private var search: ConstantSearch
  private let clean: [Float]
  private let settings: CarliniWagnerSettings
  /// Steps taken for the present constant.
  private var step = 0
  /// The last step at which a point succeeded with the present constant.
  private var lastSuccess: Int?
  /// The least objective since the last look at it, and between that and the look before.
  private var leastObjective = Double.infinity
  private var formerLeastObjective = Double.infinity
  private var isHopeless = false
  private var best: [Float]
  private var bestMargin = -Double.infinity
  private var bestDistance = Double.infinity
  private(set) var forwards = 0
  private(set) var iterations = 0
  private var gradientVanished = false
  private var numericalTrouble = false

  init(_ problem: AttackProblem, index: Int, settings: CarliniWagnerSettings) {
    self.problem = index
    self.settings = settings
    variables = TanhVariables(problem, bounds: settings.bounds, margin: settings.margin)
    search = ConstantSearch(from: settings.initialConstant)
    clean = problem.clean.scalars
    point = clean
    best = clean
  }

  /// All constants are tried, or the victim shows no way.
  var isDone: Bool { isHopeless || search.tried >= settings.searches }
  var succeeded: Bool { bestDistance.isFinite }

  /// Looks at the answer for `point` and moves, or goes on to the next constant.
  ///
  /// - Parameters:
  ///   - margin: `M` at `point`.
  ///   - isReached: the goal is reached at `point`.
  ///   - gradient: `∂M/∂x` there.
  mutating func advance(margin: Double, isReached: Bool, gradient: ArraySlice<Float>) {
    forwards += 1
    let square = squaredDistance
    observe(margin: margin, isReached: isReached, squaredDistance: square)
    let objective = square + search.constant * max(-margin, -Double(settings.confidence))
    guard step < settings.steps - 1, !stalls(at: objective) else { return nextConstant() }
    let usable = finite(gradient)
    let isConfident = margin >= Double(settings.confidence)
    if !isConfident, !variables.places.contains(where: { usable[$0] != 0 }) {
      gradientVanished = true
      // Back at the start the same silence follows for every constant.
      if step == 0 { isHopeless = true }
      return nextConstant()
    }
    variables.descend(
      &point, constant: isConfident ? 0 : Float(search.constant), marginGradient: usable, by: rate)
    step += 1
    iterations += 1
  }

  private var rate: Float { settings.learningRate * (1 - 0.9 * Float(step) / Float(settings.steps)) }

  private mutating func observe(margin: Double, isReached: Bool, squaredDistance square: Double) {
    if margin.isNaN { numericalTrouble = true }
    let succeeds = isReached && margin >= Double(settings.confidence)
    if succeeds { lastSuccess = step }
    let isShortEnough = settings.largestNorm.map { square.squareRoot() <= Double($0) } ?? true
    if succeeds, isShortEnough {
      guard square < bestDistance else { return }
      (bestDistance, bestMargin, best) = (square, margin, point)
    } else if !succeeded, isShortEnough, margin > bestMargin {
      (bestMargin, best) = (margin, point)
    }
  }

  /// Every tenth of the steps: has the objective gone down since the last look?
  ///
  /// The least of many is compared, not the last: near the boundary the iterates go to and fro across the kink.
  private mutating func stalls(at objective: Double) -> Bool {
    leastObjective = min(leastObjective, objective)
    guard settings.abortsEarly, step % window == 0 else { return false }
    defer { (formerLeastObjective, leastObjective) = (leastObjective, .infinity) }
    return leastObjective > formerLeastObjective - 1e-4 * abs(formerLeastObjective)
  }

  private var window: Int { max(settings.steps / 10, 1) }

  /// A constant has succeeded if it does in the end: momentum may carry a point across the boundary on the way, far from
  /// the shortest perturbation, and call a constant good that is too small.
  private mutating func nextConstant() {
    search.advance(succeeded: lastSuccess.map { $0 >= step - window } ?? false)
    lastSuccess = nil
    (leastObjective, formerLeastObjective) = (.infinity, .infinity)
    step = 0
    variables.restart()
    point = clean
  }

  private var squaredDistance: Double {
    var sum = 0.0
    for place in variables.places {
      let difference = Double(point[place]) - Double(clean[place])
      sum += difference * difference
    }
    return sum
  }

  private mutating func finite(_ gradient: ArraySlice<Float>) -> [Float] {
    var result = Array(gradient)
    for place in variables.places where !result[place].isFinite {
      result[place] = 0
      numericalTrouble = true
    }
    return result
  }

  func outcome(shape: [Int], wasInterrupted: Bool) -> Outcome {
    Outcome(
      adversarial: Tensor(shape: shape, scalars: best), succeeded: succeeded, loss: Float(bestMargin),
      forwards: forwards, backwards: forwards, iterations: iterations, gradientVanished: gradientVanished,
      numericalTrouble: numericalTrouble, wasInterrupted: wasInterrupted)
  }
}
