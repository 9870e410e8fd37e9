import Attacks
import Evaluation

extension GradientAttackOptions {
  /// Every setting of the attack, defaults included.
  func settings(seed: UInt64) -> [Setting] {
    let common = [Setting("attack", attack.rawValue), Setting("norm", measure.rawValue)]
    switch attack(within: 0...1, seed: seed) {
    case let attack as GradientAttack: return common + settings(of: attack.settings)
    case let attack as CarliniWagner: return common + settings(of: attack.settings)
    default: return common
    }
  }

  private func settings(of settings: GradientAttackSettings) -> [Setting] {
    [
      Setting("size", "\(size?.text ?? "0") = \(size?.value ?? 0)", unit: "model input units"),
      Setting("steps", "\(settings.steps)"),
      Setting("step size", "\(settings.resolvedStepSize)", unit: "model input units"),
      Setting("random start", settings.randomStart ? "yes" : "no"), Setting("restarts", "\(settings.restarts)"),
      Setting("loss", loss.rawValue),
    ]
  }

  private func settings(of settings: CarliniWagnerSettings) -> [Setting] {
    [
      Setting("longest success", settings.largestNorm.map { "\($0)" } ?? "any", unit: "model input units"),
      Setting("confidence", "\(settings.confidence)"), Setting("steps", "\(settings.steps)"),
      Setting("constants tried", "\(settings.searches)"), Setting("learning rate", "\(settings.learningRate)"),
      Setting("first constant", "\(settings.initialConstant)"),
      Setting("box wider than the bounds by", "\(settings.margin)"),
    ]
  }
}
