import Attacks
import Evaluation
import Foundation
import Networks
import Training

/// Settings as a report lists them.
enum TrainingSettingsText {
  static func settings(_ settings: TrainingSettings, start: String?) -> [Setting] {
    [
      Setting("epochs", "\(settings.epochs)"), Setting("batch", "\(settings.batchSize)", unit: "samples"),
      Setting("optimizer", optimizer(settings.optimizer)), Setting("largest learning rate", "\(settings.rate)"),
      Setting("schedule", "\(settings.schedule)"), Setting("loss", loss(settings.loss)),
      Setting("gradient clipping", settings.clipping.map { "global norm \($0)" } ?? "none"),
      Setting("average of weights", settings.averageDecay.map { "decay \($0)" } ?? "none"),
      Setting("augmentation", "\(settings.augmentation)"),
      Setting("adversarial training", settings.adversarial.map(adversarial) ?? "none"),
      Setting("patience", settings.patience.map { "\($0)" } ?? "none", unit: "epochs"),
      Setting("first weights", start.map { URL(fileURLWithPath: $0).lastPathComponent } ?? "drawn from the seed"),
      Setting("seed", "\(settings.seed)"),
    ]
  }

  /// What a network was built with, by name.
  static func configuration(_ architecture: any Architecture) throws -> [Setting] {
    let data = try JSONEncoder().encode(AnyArchitecture(architecture))
    guard let values = try JSONSerialization.jsonObject(with: data) as? [String: Any] else { return [] }
    return try values.keys.sorted().filter { $0 != "architecture" }.map { key in
      let value = try JSONSerialization.data(
        withJSONObject: values[key] ?? "", options: [.fragmentsAllowed, .sortedKeys])
      return Setting(key, String(decoding: value, as: UTF8.self))
    }
  }

  private static func optimizer(_ settings: OptimizerSettings) -> String {
    switch settings {
    case .sgd(let sgd):
      "sgd, momentum \(sgd.momentum)\(sgd.isNesterov ? " (Nesterov)" : ""), weight decay \(sgd.weightDecay)"
    case .adamW(let adam):
      "adamw, betas \(adam.beta1) and \(adam.beta2), epsilon \(adam.epsilon), weight decay \(adam.weightDecay)"
    }
  }

  private static func loss(_ loss: TrainingLoss) -> String {
    let details = loss.terms.compactMap { term -> String? in
      switch term {
      case .crossEntropy(let entropy):
        let weights = entropy.classWeights.map { ", class weights \($0)" } ?? ""
        return "smoothing \(entropy.smoothing)\(weights)"
      case .dice(let dice): return dice.classWeights.map { "class weights of dice \($0)" }
      case .binaryCrossEntropy(let entropy):
        return entropy.positiveWeight == 1 ? nil : "weight of the object \(entropy.positiveWeight)"
      }
    }
    return ([loss.description] + details).joined(separator: ", ")
  }

  private static func adversarial(_ settings: AdversarialTraining) -> String {
    let weight = settings.method == .trades ? ", weight \(settings.divergenceWeight)" : ""
    return "\(settings.method.rawValue), \(settings.norm.rawValue) \(settings.size), \(settings.steps) steps of "
      + "\(settings.stepSize), region \(settings.region)\(weight)"
  }
}
