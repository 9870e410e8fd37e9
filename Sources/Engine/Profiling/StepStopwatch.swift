/// Collects how long each step of a plan takes, pass after pass.
final class StepStopwatch {
  private var times: [[Double]]
  private var begun = ContinuousClock.now

  init(stepCount: Int) { times = [[Double]](repeating: [], count: stepCount) }

  func begin() { begun = .now }

  func end(_ step: Int) { times[step].append(begun.duration(to: .now) / .milliseconds(1)) }

  /// The median of a step's times; 0 for one that never ran.
  func milliseconds(ofStep step: Int) -> Double { times[step].median }
}

extension [Double] {
  /// The middle one by size, the upper of two; 0 if there is none.
  var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}
