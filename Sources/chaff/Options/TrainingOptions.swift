import ArgumentParser
import Training

/// How a network is trained, whatever it is.
struct TrainingOptions: ParsableArguments {
  enum Method: String, CaseIterable, ExpressibleByArgument { case sgd, adamw }

  @Option(help: "Passes over the training part.") var epochs = 40
  @Option(help: "Samples a step.") var batch = 16
  @Option(help: "sgd or adamw.") var optimizer: Method = .adamw
  @Option(help: "Largest learning rate; by default 0.003 for adamw, 0.05 for sgd.") var rate: NumberText?
  @Option(help: "constant, cosine[:SHARE] with warm-up, or one-cycle[:SHARE].") var schedule = "cosine:0.05"
  @Option(help: "Weight decay (weights only, not biases and norms).") var decay = 0.01
  @Option(help: "Momentum of sgd.") var momentum = 0.9
  @Flag(help: "Nesterov's form of momentum.") var nesterov = false
  @Option(help: "Keep a moving average of the weights with this decay, such as 0.99.") var ema: Double?
  @Option(help: "Clip gradients to this global norm.") var clip: Double?
  @Option(help: "Random changes of training samples, such as time-shift:6,noise:0.05; 'none' for none.")
  var augment: String?
  @OptionGroup var adversarial: AdversarialOptions
  @Option(help: "Seed of everything random; the same seed gives the same weights.") var seed: UInt64 = 0
  @Option(help: "End after so many epochs without a better validation score.") var patience: Int?
  @Option(help: "Begin with the weights of this best.safetensors.", completion: .file()) var start: String?
  @Option(name: .shortAndLong, help: "The folder to make.", completion: .directory) var output: String
  @Flag(help: "Replace an earlier training run in the folder.") var force = false
  @Flag(inversion: .prefixedNo, help: "Build report.html.") var report = true
  @Flag(help: "Print the result as one JSON object.") var json = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func validate() throws {
    if output.isEmpty { throw ValidationError("--output is empty; name a folder") }
    guard (1...1_000_000).contains(epochs) else { throw ValidationError("--epochs must be at least 1, is \(epochs)") }
    guard (1...4096).contains(batch) else { throw ValidationError("--batch must lie in 1...4096, is \(batch)") }
    guard decay >= 0, decay.isFinite else { throw ValidationError("--decay must not be negative, is \(decay)") }
    guard (0..<1).contains(momentum) else { throw ValidationError("--momentum must lie in 0..<1, is \(momentum)") }
    do {
      _ = try RateSchedule(parsing: schedule)
      if let augment { _ = try AugmentationPipeline(parsing: augment) }
    } catch { throw ValidationError("\(error)") }
  }

  /// The settings of the flags; what depends on the task is given.
  func settings(loss: TrainingLoss, usualAugmentation: String) throws -> TrainingSettings {
    TrainingSettings(
      epochs: epochs, batchSize: batch, optimizer: method, rate: rate?.exactValue ?? (optimizer == .sgd ? 0.05 : 0.003),
      schedule: try RateSchedule(parsing: schedule), loss: loss, clipping: clip, averageDecay: ema,
      augmentation: try AugmentationPipeline(parsing: augment ?? usualAugmentation), adversarial: adversarial.training,
      patience: patience, seed: seed)
  }

  private var method: OptimizerSettings {
    switch optimizer {
    case .sgd: .sgd(SGDSettings(momentum: momentum, isNesterov: nesterov, weightDecay: decay))
    case .adamw: .adamW(AdamWSettings(weightDecay: decay))
    }
  }
}
