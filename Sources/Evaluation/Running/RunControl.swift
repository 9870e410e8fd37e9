/// How the caller follows and stops a run.
public struct RunControl {
  /// Told before the first batch and after every one.
  public var didAdvance: (RunProgress) -> Void
  /// Asked before every batch, and by attacks at every step; a batch that is cut short leaves no trace.
  public var shouldStop: () -> Bool
  /// Seconds since any fixed moment.
  public var clock: () -> Double

  public init(
    didAdvance: @escaping (RunProgress) -> Void = { _ in }, shouldStop: @escaping () -> Bool = { false },
    clock: @escaping () -> Double = MonotonicClock.seconds
  ) {
    self.didAdvance = didAdvance
    self.shouldStop = shouldStop
    self.clock = clock
  }
}

/// The system's clock that only moves forward.
public enum MonotonicClock {
  public static func seconds() -> Double {
    let elapsed = origin.duration(to: .now).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }

  private static let origin = ContinuousClock.now
}
