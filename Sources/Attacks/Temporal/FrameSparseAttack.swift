internal import Tensors

/// Changes at most `k` whole frames of a sequence: L0 over frames, another norm within them.
///
///     score_t = max { ⟨g, d⟩ : d in frame t, budget ∩ bounds ∩ region }      g = ∂loss/∂x
///     S = the k frames with the largest scores
///     x ← Π_S( x + α · steepest(g) ),   Π_S: budget ∩ bounds ∩ region, all frames outside S as they were
///
/// After the steps of a round the frames are chosen again with the gradient there, until a choice comes back or the rounds
/// are used up. On a linear victim the first choice is the best one, and exactly so in Linf and, away from the bounds,
/// in L2. The gradient decides which frames as in the iterative hard thresholding of group-sparse problems; attacking few
/// frames is from Wei et al. (2019, arXiv:1803.02536), who soften the count to an L2,1 norm instead.
///
/// With `frames` or a size of 0 the clean input comes back. Needs gradients.
public struct FrameSparseAttack: SampleAttack, Hashable {
  public let name: String
  public let settings: FrameSparseSettings

  public init(name: String = "frame-sparse", settings: FrameSparseSettings) {
    self.name = name
    self.settings = settings
  }

  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var loss: ClassificationLoss { settings.loss }
  public var stepLimit: Int { settings.steps * settings.rounds * (settings.growsFrames ? max(settings.frames, 1) : 1) }
  public var complaints: [String] { settings.complaints }

  public func search(_ oracle: Oracle) async throws {
    let problem = oracle.problem
    let layout = try FrameLayout(shape: problem.clean.shape, timeAxis: settings.timeAxis, attack: name)
    let most = min(settings.frames, layout.frames)
    guard most > 0, settings.budget.size > 0 else {
      try await oracle.look(at: problem.clean.scalars, judgedBy: loss)
      return
    }
    let look = try await oracle.look(at: problem.clean.scalars, raising: loss)
    if isDone(oracle) { return }
    guard look.hasDirection else { return oracle.noteVanishedGradient() }
    for count in settings.growsFrames ? 1...most : most...most {
      try await pursue(count, from: look.gradient, layout, oracle)
      if isDone(oracle) { return }
    }
  }

  private func isDone(_ oracle: Oracle) -> Bool {
    (settings.stopsOnSuccess || settings.growsFrames) && oracle.succeeded
  }

  /// Rounds with a fixed number of frames.
  private func pursue(
    _ count: Int, from gradient: [Float], _ layout: FrameLayout, _ oracle: Oracle
  ) async throws {
    var (point, gradient, isKnown) = (oracle.problem.clean.scalars, gradient, true)
    var seen: Set<Set<Int>> = []
    for _ in 0..<settings.rounds {
      let chosen = best(count, for: gradient, layout, oracle.problem)
      guard seen.insert(chosen).inserted else { return }
      let set = set(for: chosen, layout, oracle.problem)
      set.project(&point)
      guard let next = try await climb(&point, known: isKnown ? gradient : nil, in: set, oracle) else { return }
      (gradient, isKnown) = (next, false)
    }
  }

  /// The frames in which a linear victim could be moved furthest, the earlier of equals first.
  private func best(
    _ count: Int, for gradient: [Float], _ layout: FrameLayout, _ problem: AttackProblem
  ) -> Set<Int> {
    let scores = (0..<layout.frames).map { frame in
      let set = set(for: [frame], layout, problem)
      var point = set.clean
      set.ascend(&point, along: gradient.inside(set), by: settings.budget.size)
      return zip(zip(point, set.clean), gradient).reduce(0.0) {
        $0 + (Double($1.0.0) - Double($1.0.1)) * Double($1.1)
      }
    }
    return Set(scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }.prefix(count))
  }

  private func set(for frames: Set<Int>, _ layout: FrameLayout, _ problem: AttackProblem) -> FeasibleSet {
    FeasibleSet(
      clean: problem.clean, region: layout.region(problem.region, frames: frames), budget: settings.budget,
      direction: problem.direction)
  }

  /// The steps of a round; `known` is the gradient where they begin, if it has been asked for.
  ///
  /// - Returns: the gradient where they lead to, over all frames; nil where the search is over.
  private func climb(
    _ point: inout [Float], known: [Float]?, in set: FeasibleSet, _ oracle: Oracle
  ) async throws -> [Float]? {
    var next = known
    for _ in 0..<settings.steps {
      if next == nil { next = try await gradient(at: point, oracle) }
      guard let gradient = next else { return nil }
      next = nil
      let here = point
      set.ascend(&point, along: gradient.inside(set), by: settings.resolvedStepSize)
      oracle.countStep()
      if point == here { return gradient }
    }
    return try await gradient(at: point, oracle)
  }

  /// Nil where the search is over: it has succeeded, or nothing shows a way.
  private func gradient(at point: [Float], _ oracle: Oracle) async throws -> [Float]? {
    let look = try await oracle.look(at: point, raising: loss)
    if isDone(oracle) { return nil }
    if !look.hasDirection { oracle.noteVanishedGradient() }
    return look.hasDirection ? look.gradient : nil
  }
}

extension [Float] {
  /// A gradient where a set lets it act, 0 elsewhere.
  func inside(_ set: FeasibleSet) -> [Float] { indices.map { set.allowed[$0] ? self[$0] : 0 } }
}
