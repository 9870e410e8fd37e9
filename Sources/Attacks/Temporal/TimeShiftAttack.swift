internal import Tensors

/// Plays a sequence earlier or later by whole frames.
///
///     x'_t = x_{t − s},   |s| ≤ largest shift,   smallest first, both ways at once
///
/// Frames that would come from outside repeat the first or last one or, with `wrapsAround`, come in from the other end.
/// Inside the region alone; values keep to the bounds and the direction. No norm limits the change: there is no budget.
/// A search over at most `2 · largest + 1` inputs that needs decisions; the first success is the smallest shift.
public struct TimeShiftAttack: SampleAttack, Hashable {
  public let name: String
  public let bounds: ClosedRange<Float>
  /// Which axis of an input is time.
  public let timeAxis: Int
  /// In frames.
  public let largestShift: Int
  public let wrapsAround: Bool
  /// Off: all shifts are tried, and the largest margin is returned.
  public let stopsOnSuccess: Bool

  public init(
    name: String = "time-shift", bounds: ClosedRange<Float>, timeAxis: Int, largestShift: Int = 8,
    wrapsAround: Bool = false, stopsOnSuccess: Bool = true
  ) {
    self.name = name
    self.bounds = bounds
    self.timeAxis = timeAxis
    self.largestShift = largestShift
    self.wrapsAround = wrapsAround
    self.stopsOnSuccess = stopsOnSuccess
  }

  public var needs: VictimAccess { .decisions }
  public var stepLimit: Int { max(largestShift, 1) }
  public var complaints: [String] {
    var complaints = Budget(norm: .linf, size: 0, bounds: bounds).complaints
    if timeAxis < 0 { complaints.append("the time axis must not be negative, is \(timeAxis)") }
    if largestShift < 0 { complaints.append("the largest shift must not be negative, is \(largestShift)") }
    return complaints
  }

  public func search(_ oracle: Oracle) async throws {
    let problem = oracle.problem
    let layout = try FrameLayout(shape: problem.clean.shape, timeAxis: timeAxis, attack: name)
    let set = FeasibleSet(unlimited: problem, bounds: bounds)
    try await oracle.look(at: set.clean)
    for shift in 1..<max(min(largestShift, layout.frames - 1), 0) + 1 {
      if stopsOnSuccess && oracle.succeeded { return }
      let points = [shift, -shift].map { shift in
        set.clipped(layout.rearranged(set.clean, frames: sources(shift, of: layout.frames)))
      }
      try await oracle.looks(at: points)
      oracle.countStep()
    }
  }

  private func sources(_ shift: Int, of frames: Int) -> [Int] {
    (0..<frames).map { frame in
      wrapsAround ? (frame - shift + frames) % frames : min(max(frame - shift, 0), frames - 1)
    }
  }
}
