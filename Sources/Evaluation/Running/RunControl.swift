/// How the caller follows and stops a run.
public struct RunControl {
  /// Told before the first batch and after every one.
  public var didAdvance: (RunProgress) -> Void
  /// Told after every attack on a batch.
  public var didAttack: (AttackedBatch) -> Void = { _ in }
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

/// What one attack did to one batch, before anything is committed.
public struct AttackedBatch: Sendable, Equatable {
  public var attack: String
  /// The batch's samples, those that were left alone included.
  public var samples: Int
  public var attacked: Int
  public var succeeded: Int
}

/// The system's clock that only moves forward.
public enum MonotonicClock {
  public static func seconds() -> Double {
    let elapsed = origin.duration(to: .now).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }

  private static let origin = ContinuousClock.now
}
