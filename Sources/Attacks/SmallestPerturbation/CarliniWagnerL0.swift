internal import Tensors

/// The L0 attack of Carlini and Wagner: the L2 attack over and over, each time without the elements that matter least.
///
///     i = argmin_i g_i · d_i,   g the gradient of the margin at the success, d its perturbation;   allowed ← allowed \ {i}
///
/// until the L2 attack fails. Carlini and Wagner, 2017, arXiv:1608.04644, §VI.B. Needs gradients: one backward pass a step.
///
/// Departures: each round takes out a share of the elements rather than one, and when that fails tries again with half of
/// them, down to one, so that 140,000 elements need some tens of rounds; a round ends with its first success, whose
/// elements alone matter; its constant goes on from the last one (the paper's warm start).
public struct CarliniWagnerL0: SmallestPerturbationAttack, Hashable {
  public var name: String
  public var seeking: SmallestPerturbation
  /// Adam's steps for each constant.
  public var steps: Int
  /// How many constants are tried in a round.
  public var searches: Int
  public var initialConstant: Double
  public var learningRate: Float
  /// Which share of the elements a round takes out.
  public var share: Float
  public var rounds: Int

  public init(
    name: String = "cw-l0", seeking: SmallestPerturbation, steps: Int = 200, searches: Int = 5,
    initialConstant: Double = 0.1, learningRate: Float = 0.01, share: Float = 0.3, rounds: Int = 100
  ) {
    self.name = name
    self.seeking = seeking
    self.steps = steps
    self.searches = searches
    self.initialConstant = initialConstant
    self.learningRate = learningRate
    self.share = share
    self.rounds = rounds
  }

  public var stepLimit: Int { steps * searches * rounds }

  public var complaints: [String] {
    var complaints = seeking.complaints(attacking: [.l0]) + Complaint.unlessCounting(steps, "steps")
    complaints += Complaint.unlessCounting(searches, "constants to try") + Complaint.unlessCounting(rounds, "rounds")
    complaints += Complaint.unlessPositive(Float(initialConstant), "the first constant")
    complaints += Complaint.unlessPositive(learningRate, "the learning rate")
    if !(share > 0 && share < 1) { complaints.append("the share must lie between 0 and 1, is \(share)") }
    return complaints
  }

  public func approach(_ oracle: Oracle, from clean: Look) async throws {
    let problem = oracle.problem
    let descent = TanhDescent(
      oracle: oracle, steps: steps, searches: searches, learningRate: learningRate, penalty: .square)
    var places = problem.region.allowed.indices.filter { problem.region.allowed[$0] }
    var (dropped, constant) = (0, initialConstant)
    for _ in 0..<rounds {
      var variables = TanhVariables(
        problem.restricted(to: places.dropFirst(dropped)), bounds: seeking.bounds, margin: 0.05)
      let end = try await descent.reach(
        &variables, from: problem.clean.scalars, constant: constant, accepting: { _ in true })
      if let end {
        places = changedPlaces(end, clean: problem.clean.scalars)
        constant = end.constant
        dropped = max(Int(share * Float(places.count)), 1)
      } else if dropped > 1 {
        dropped /= 2
      } else {
        return
      }
      if dropped >= places.count { return }
    }
  }

  /// The elements that a success changed, those that matter least first.
  private func changedPlaces(_ end: TanhDescent.End, clean: [Float]) -> [Int] {
    let gains = clean.indices.map { end.look.gradient[$0] * (end.point[$0] - clean[$0]) }
    return clean.indices.filter { end.point[$0] != clean[$0] }
      .sorted { gains[$0] < gains[$1] || (gains[$0] == gains[$1] && $0 < $1) }
  }
}

extension AttackProblem {
  /// The same problem where fewer elements may change.
  fileprivate func restricted(to places: some Sequence<Int>) -> AttackProblem {
    var allowed = [Bool](repeating: false, count: region.allowed.count)
    for place in places { allowed[place] = true }
    return AttackProblem(
      id: id, clean: clean, region: Region(shape: region.shape, allowed: allowed, name: region.name), goal: aim.goal,
      label: aim.label, direction: direction)
  }
}
