/// One line of training.jsonl: one pass over the training part.
///
/// Everything but `seconds` and `samplesPerSecond` is the same in an undisturbed run and in one that was stopped and
/// resumed.
public struct TrainingEpoch: Sendable, Codable, Equatable {
  /// From 1.
  public var epoch: Int
  /// Optimiser steps done when the epoch ended, from the beginning of training.
  public var step: Int
  /// The rate of the last step.
  public var learningRate: Double
  /// The mean loss of the epoch's samples as they were trained on (augmented, attacked).
  @FiniteOrNull public var trainingLoss: Double
  /// The score of the same samples, measured in passing, before each step: accuracy, or mean Dice.
  @FiniteOrNull public var trainingScore: Double
  /// Null without a validation part.
  @FiniteOrNull public var validationLoss: Double
  @FiniteOrNull public var validationScore: Double
  /// The mean global norm of the gradients, before clipping.
  @FiniteOrNull public var gradientNorm: Double
  /// Whether this epoch's weights are the best so far.
  public var isBest: Bool
  public var seconds: Double
  /// Training samples a second, validation not counted.
  public var samplesPerSecond: Double

  public init(
    epoch: Int, step: Int, learningRate: Double, trainingLoss: Double, trainingScore: Double, validationLoss: Double,
    validationScore: Double, gradientNorm: Double, isBest: Bool, seconds: Double, samplesPerSecond: Double
  ) {
    self.epoch = epoch
    self.step = step
    self.learningRate = learningRate
    self.trainingLoss = trainingLoss
    self.trainingScore = trainingScore
    self.validationLoss = validationLoss
    self.validationScore = validationScore
    self.gradientNorm = gradientNorm
    self.isBest = isBest
    self.seconds = seconds
    self.samplesPerSecond = samplesPerSecond
  }
}
