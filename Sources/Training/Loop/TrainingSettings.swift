/// Everything that decides what comes out of training, besides the network and the data.
///
/// Equal settings, network, data and machine give equal bytes.
public struct TrainingSettings: Sendable, Codable, Equatable {
  public var epochs: Int
  /// Examples a step.
  public var batchSize: Int
  public var optimizer: OptimizerSettings
  /// The largest learning rate of the schedule.
  public var rate: Double
  public var schedule: RateSchedule
  public var loss: TrainingLoss
  /// The largest global norm of the gradients; nil leaves them alone.
  public var clipping: Double?
  /// The decay of the moving average of the weights; nil keeps none.
  ///
  /// With it, the average is what is validated and kept.
  public var averageDecay: Double?
  public var augmentation: AugmentationPipeline
  public var adversarial: AdversarialTraining?
  /// Epochs without a better validation score after which training ends; nil never ends it early.
  public var patience: Int?
  public var seed: UInt64

  public init(
    epochs: Int = 40, batchSize: Int = 16, optimizer: OptimizerSettings = .adamW, rate: Double = 1e-3,
    schedule: RateSchedule = .cosine(warmUpShare: 0.05), loss: TrainingLoss = .crossEntropy(),
    clipping: Double? = nil, averageDecay: Double? = nil, augmentation: AugmentationPipeline = .none,
    adversarial: AdversarialTraining? = nil, patience: Int? = nil, seed: UInt64 = 0
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.rate = rate
    self.schedule = schedule
    self.loss = loss
    self.clipping = clipping
    self.averageDecay = averageDecay
    self.augmentation = augmentation
    self.adversarial = adversarial
    self.patience = patience
    self.seed = seed
  }

  /// - Throws: `TrainingError` for the first thing that makes no sense.
  public func check(_ layout: ExampleLayout) throws(TrainingError) {
    let complaints: [(Bool, String)] = [
      (epochs < 1, "\(epochs) epochs"), (batchSize < 1, "batches of \(batchSize)"),
      (!(rate > 0 && rate.isFinite), "a learning rate of \(rate)"),
      (clipping.map { !($0 > 0) } ?? false, "clipping at \(clipping ?? 0)"),
      (averageDecay.map { !(0..<1).contains($0) } ?? false, "an average that keeps \(averageDecay ?? 0)"),
      (patience.map { $0 < 1 } ?? false, "a patience of \(patience ?? 0) epochs"),
    ]
    if let found = complaints.first(where: \.0) {
      throw TrainingError("training settings", found.1, remedy: "give positive numbers (an average keeps less than 1)")
    }
    try loss.check(outputShape: layout.outputShape)
    try augmentation.check(layout)
    try adversarial?.check()
  }
}
