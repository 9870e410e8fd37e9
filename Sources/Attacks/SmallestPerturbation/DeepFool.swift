internal import Tensors

/// DeepFool: straight to the nearest boundary, as if the classifier were linear, until it is crossed.
///
///     l = argmin_{k≠y} |f_k| / ‖w_k‖_q,   f_k = z_k − z_y,   w_k = ∇f_k
///     r ← r + the shortest step to f_l = 0,   x ← x₀ + (1 + overshoot) · r
///
/// Moosavi-Dezfooli, Fawzi and Frossard, 2016, arXiv:1511.04599, Algorithm 2, and §3.3 for other norms. Needs gradients:
/// a backward pass a step and class.
///
/// Slopes are 0 outside the region. What is looked at is `x` clipped into the bounds, while `r` grows on unclipped: where
/// elements are at their bounds a step falls short, and the next ones make up for it with the others, which leads to the
/// shortest perturbation inside the box of a linear victim; the second half of the steps goes to the boundary within the
/// box. (To go there from the first step on overshoots on curved boundaries: recordings are zero in most cells, and the few
/// elements left had to go far.) Under L1, where a step has one element, each is the shortest within the box.
///
/// Departures: only the `classes` with the largest logits are considered, as in the authors' program (ten there too). The
/// paper has no targets; here the boundary towards one is that with the class that leads. The line back to the boundary at
/// the end is not the paper's either; without it the result is `1 + overshoot` times as long as it need be.
public struct DeepFool: SmallestPerturbationAttack, Hashable {
  public var name: String
  public var seeking: SmallestPerturbation
  public var steps: Int
  /// By which share the perturbation is longer than the way to the boundary.
  public var overshoot: Float
  /// How many classes are considered.
  public var classes: Int

  public init(
    name: String = "deepfool", seeking: SmallestPerturbation, steps: Int = 50, overshoot: Float = 0.02,
    classes: Int = 10
  ) {
    self.name = name
    self.seeking = seeking
    self.steps = steps
    self.overshoot = overshoot
    self.classes = classes
  }

  public var stepLimit: Int { steps }

  public var complaints: [String] {
    var complaints = seeking.complaints(attacking: [.l2, .linf, .l1])
    complaints += Complaint.unlessCounting(steps, "steps") + Complaint.unlessCounting(classes, "classes")
    if !(overshoot >= 0 && overshoot.isFinite) {
      complaints.append("the overshoot must not be negative, is \(overshoot)")
    }
    return complaints
  }

  public func approach(_ oracle: Oracle, from clean: Look) async throws {
    let set = seeking.set(for: oracle.problem)
    var direct = set.clean
    for step in 0..<steps {
      let isBoxed = 2 * step >= steps
      if isBoxed { set.clip(&direct, scale: 1) }
      let point = overshot(direct, in: set)
      let look = try await oracle.look(at: point, raising: .margin, scaling: .exact)
      if look.isReached { return }
      let walls = try await oracle.walls(around: point, look, classes: classes)
        .filter { $0.slope.contains { $0 != 0 } }
      guard !walls.isEmpty else { return oracle.noteVanishedGradient() }
      let scale = 1 + Double(look.logits.largestMagnitude)
      // At a tie, which is no success, the way to the boundary is 0.
      let ways = walls.map { (wall: $0, way: way(to: $0, atLeast: 1e-6 * scale, from: direct, in: set, isBoxed)) }
      guard let nearest = ways.filter({ $0.way.length > 0 }).min(by: { $0.way.length < $1.way.length }) else { return }
      direct = way(to: nearest.wall, atLeast: hair(step) * scale, from: direct, in: set, isBoxed).point
      oracle.countStep()
    }
    try await oracle.look(at: overshot(direct, in: set))
  }

  /// The shortest step by which a linear function rises by so much, whatever the bounds.
  private func way(from start: [Float], along slope: [Float], rise: Double, in set: FeasibleSet) -> Crossing {
    let scale: Double
    var point = start
    switch seeking.norm {
    case .l2:
      let length = slope.euclideanNorm
      scale = rise / length
      point.add(slope, times: scale / length)
    case .linf:
      scale = rise / slope.reduce(0.0) { $0 + Double(abs($1)) }
      point.add(signsOf: slope, times: Float(scale))
    default:
      return set.crossing(from: start, along: slope, rise: rise)
    }
    return Crossing(point: point, length: scale)
  }

  private func overshot(_ direct: [Float], in set: FeasibleSet) -> [Float] {
    var point = direct
    set.clip(&point, scale: 1 + Double(overshoot))
    return point
  }

  /// The least rise of a step, as a share of one more than the largest logit: `10⁻⁴ (n + 1)` in step `n`.
  ///
  /// Ever shorter steps in front of a curved boundary get lost in the rounding of the logits, and in that of the input where
  /// 10⁵ elements move together. The authors' program adds a constant for that as well.
  private func hair(_ step: Int) -> Double { 1e-4 * Double(step + 1) }

  private func way(
    to wall: Wall, atLeast least: Double, from start: [Float], in set: FeasibleSet, _ isBoxed: Bool
  ) -> Crossing {
    let rise = max(wall.rise, least)
    return isBoxed
      ? set.crossing(from: start, along: wall.slope, rise: rise)
      : way(from: start, along: wall.slope, rise: rise, in: set)
  }
}
