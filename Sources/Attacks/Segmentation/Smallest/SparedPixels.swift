/// The pixels whose constraints success can do without: they have no weight.
///
/// Of the constraints that do not hold, the largest are left out: none at first and, growing evenly, at the end as many as
/// success allows (Rony et al., 2023, arXiv:2206.07179, for a share ν of the pixels).
///
/// | success | left out at the end |
/// |---|---|
/// | a share `ν` of the pixels | `(1 − ν)` of those that count |
/// | a mean IoU of `ν` with a mask to draw | `(1 − ν)` of those of the mask's smallest class: a class that misses so many still has that IoU |
/// | a mean IoU of at most `1 − ν` with a mask to destroy | the same, and the background from the start: where the objects are gone, it may stay |
package struct SparedPixels {
  private let atMost: Double
  /// Pixels that never have a weight.
  private let always: [Int]

  package init(success: MaskThreshold, goal: MaskGoal) {
    let counted = goal.target.indices.filter(goal.counts)
    let objects = counted.filter { goal.target[$0] != goal.background }
    switch success.measure {
    case .pixels:
      atMost = (1 - success.share) * Double(counted.count)
      always = []
    case .meanIoU:
      let sizes = Dictionary(grouping: objects) { goal.target[$0] }.values.map(\.count)
      atMost = (1 - success.share) * Double(sizes.min() ?? 0)
      always = goal.aim == .draw || objects.isEmpty ? [] : counted.filter { goal.target[$0] == goal.background }
    }
  }

  /// `progress` is 0 at the first step and 1 at the last.
  package func leaveOut(of constraints: [Double], progress: Double, from weights: inout [Double]) {
    for pixel in always { weights[pixel] = 0 }
    let count = Int(atMost * progress + 1e-9)
    guard count > 0 else { return }
    let open = constraints.indices.filter { constraints[$0] > 0 && weights[$0] > 0 }
    let hardest = open.sorted { constraints[$0] > constraints[$1] }
    for pixel in hardest.prefix(count) { weights[pixel] = 0 }
  }
}
