import Attacks
import Evaluation

extension MaskAttackOptions {
  /// Every setting of the attack, defaults included.
  func settings(seed: UInt64) throws -> [Setting] {
    let entry = try entry, request = try request(within: 0...1, seed: seed)
    var settings = [
      Setting("attack", "\(try name): \(entry.summary)"), Setting("source", entry.source),
      Setting("target", goalMask == .target ? target ?? "" : "none (away from \(goalMask.words))"),
      Setting("success", "\(try criterion())"),
    ]
    if let norm = request.norm { settings.append(Setting("norm", norm.rawValue)) }
    if entry.measure != .unbounded {
      let name = entry.measure == .fixedSize ? "size" : "longest success"
      settings.append(Setting(name, size.map { "\($0.text) = \($0.value)" } ?? "any", unit: "model input units"))
    }
    if let steps = try stepsInUse { settings.append(Setting("steps", "\(steps)")) }
    guard !usesAdaptiveOptions else { return settings + adaptiveSettings }
    let usual = entry.defaults
    if usual.takesStepSize { settings.append(Setting("step size", stepSize?.text ?? "the attack's own")) }
    if let restarts = restarts ?? usual.restarts { settings.append(Setting("restarts", "\(restarts)")) }
    if let loss = loss ?? usual.loss { settings.append(Setting("loss", loss.rawValue)) }
    for option in usual.options {
      settings.append(Setting(option.name, "\(request.options[option.name] ?? option.usual)"))
    }
    return settings
  }

  private var adaptiveSettings: [Setting] {
    var settings = [
      Setting("mode", adaptive.mode.rawValue),
      Setting("first step's largest change", adaptive.firstChange?.text ?? "1/255", unit: "model input units"),
      Setting("adaptive mask", adaptive.staticMask ? "no" : "yes"),
      Setting("dynamic multiplier", adaptive.constantMultiplier ? "no" : "yes"),
    ]
    if let tau = adaptive.tau { settings.append(Setting("tau", tau.text)) }
    if let beta = adaptive.beta { settings.append(Setting("beta", beta.text)) }
    if let penalty = adaptive.penalty { settings.append(Setting("distance penalty", penalty.text)) }
    return settings
  }
}
