public import Evaluation

/// How the caller follows and stops training.
public struct TrainingControl {
  /// Told after every step.
  public var didStep: (TrainingProgress) -> Void
  /// Told after every epoch, when its files are written.
  public var didFinishEpoch: (TrainingEpoch) -> Void
  /// Asked before every step; what was done is kept in the checkpoint.
  public var shouldStop: () -> Bool
  /// Seconds since any fixed moment.
  public var clock: () -> Double

  public init(
    didStep: @escaping (TrainingProgress) -> Void = { _ in },
    didFinishEpoch: @escaping (TrainingEpoch) -> Void = { _ in }, shouldStop: @escaping () -> Bool = { false },
    clock: @escaping () -> Double = MonotonicClock.seconds
  ) {
    self.didStep = didStep
    self.didFinishEpoch = didFinishEpoch
    self.shouldStop = shouldStop
    self.clock = clock
  }
}

/// How far training is.
public struct TrainingProgress: Sendable, Equatable {
  /// From 1.
  public var epoch: Int
  public var epochs: Int
  /// Steps of this epoch that are done, and how many it has.
  public var step: Int
  public var steps: Int
  /// Means of this epoch so far.
  public var loss: Double
  public var score: Double
  /// The best validation score of the epochs before; nil before the first.
  public var bestScore: Double?
  /// For all epochs that are left, at the pace of this session.
  public var secondsLeft: Double
}

/// How a call of `Trainer.run` ended.
public struct TrainingEnd: Sendable, Equatable {
  public enum Reason: Sendable, Equatable {
    case allEpochs
    case patience(epochs: Int)
    case interrupted

    public var words: String {
      switch self {
      case .allEpochs: "all epochs done"
      case .patience(let epochs): "no better validation score for \(epochs) epochs"
      case .interrupted: "stopped by its user"
      }
    }
  }

  public let reason: Reason
  /// Epochs and steps done, earlier sessions included.
  public let epochs: Int
  public let steps: Int
  /// From 1; nil before the first epoch has ended.
  public let bestEpoch: Int?
  public let bestScore: Double?
}
