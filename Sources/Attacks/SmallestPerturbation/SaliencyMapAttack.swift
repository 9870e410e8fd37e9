internal import Tensors

/// The Jacobian-based saliency map attack (JSMA): two elements at a time, those that serve the target most, until it is
/// reached.
///
/// Each step moves the pair with the largest `−(a_p + a_q)(b_p + b_q)` by `θ`, with `a` the slopes of the target's logit
/// and `b` those of the sum of the other logits, `a_p + a_q > 0 > b_p + b_q` (`SaliencyMap`, which says which pairs are
/// formed). Papernot et al., 2016, arXiv:1511.07528, Algorithm 1 and equations 8 to 10, with logits as Carlini and Wagner
/// (2017, arXiv:1608.04644, §III.D) have it: of softmax outputs both slopes say the same. An untargeted goal is that of
/// reaching the runner-up of the clean input, with `b` the slope of the label's logit alone; any other class on the way
/// counts. Needs gradients: two backward passes
/// and a forward one a step.
///
/// Departures: elements may go up, down or either way (Wiyatno and Xu, 2018, arXiv:1808.07945), but none back where it
/// came from; where no pair serves, the best single element moves.
public struct SaliencyMapAttack: SmallestPerturbationAttack, Hashable {
  public enum Moves: String, Sendable, Hashable, Codable { case up, down, either }

  public var name: String
  public var seeking: SmallestPerturbation
  public var steps: Int
  /// `θ`, in widths of the bounds: 1 moves an element to its bound at once.
  public var stepSize: Float
  public var moves: Moves
  /// How many elements pairs are formed of.
  public var candidates: Int

  public init(
    name: String = "jsma", seeking: SmallestPerturbation, steps: Int = 500, stepSize: Float = 1,
    moves: Moves = .either, candidates: Int = 192
  ) {
    self.name = name
    self.seeking = seeking
    self.steps = steps
    self.stepSize = stepSize
    self.moves = moves
    self.candidates = candidates
  }

  public var stepLimit: Int { steps }

  public var complaints: [String] {
    var complaints = seeking.complaints(attacking: [.l0]) + Complaint.unlessCounting(steps, "steps")
    complaints += Complaint.unlessPositive(stepSize, "the step size")
    if candidates < 2 { complaints.append("pairs need at least 2 candidates, are \(candidates)") }
    return complaints
  }

  public func approach(_ oracle: Oracle, from clean: Look) async throws {
    let set = seeking.set(for: oracle.problem)
    let target = target(of: oracle.problem.aim.goal, clean)
    let weights = [
      clean.logits.indices.map { $0 == target ? Float(1) : 0 }, others(than: target, oracle.problem.aim.goal, clean),
    ]
    var point = set.clean
    for _ in 0..<steps {
      let slopes = try await oracle.gradients(at: point, of: weights)
      let map = SaliencyMap(wanted: slopes[0], others: slopes[1], candidates: candidates) {
        canMove($0, point, in: set)
      }
      let best = map.bestMoves()
      guard !best.isEmpty else {
        if !slopes.joined().contains(where: { $0 != 0 }) { oracle.noteVanishedGradient() }
        return
      }
      for move in best { apply(move, to: &point, in: set) }
      oracle.countStep()
      let look = try await oracle.look(at: point)
      if look.isReached { return }
    }
  }

  private func target(of goal: ClassGoal, _ clean: Look) -> Int {
    switch goal {
    case .targeted(let target): target
    case .untargeted(let label): ClassificationLoss.largest(of: clean.logits.map(Double.init), except: label)
    }
  }

  private func others(than target: Int, _ goal: ClassGoal, _ clean: Look) -> [Float] {
    clean.logits.indices.map { index in
      switch goal {
      case .targeted: index == target ? 0 : 1
      case .untargeted(let label): index == label ? 1 : 0
      }
    }
  }

  private func canMove(_ move: SaliencyMap.Move, _ point: [Float], in set: FeasibleSet) -> Bool {
    let (value, clean) = (point[move.index], set.clean[move.index])
    return move.isUp
      ? moves != .down && value < set.upper[move.index] && value >= clean
      : moves != .up && value > set.lower[move.index] && value <= clean
  }

  private func apply(_ move: SaliencyMap.Move, to point: inout [Float], in set: FeasibleSet) {
    let change = stepSize * seeking.width
    let moved = point[move.index] + (move.isUp ? change : -change)
    // A step too small for the element's own float would never end.
    let value = moved == point[move.index] ? set.bound(move.index, along: move.isUp ? 1 : -1) : moved
    point[move.index] = min(max(value, set.lower[move.index]), set.upper[move.index])
  }
}
