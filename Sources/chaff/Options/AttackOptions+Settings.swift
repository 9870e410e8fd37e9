import Attacks
import Evaluation

extension AttackOptions {
  /// Every setting of the attack, defaults included.
  func settings(seed: UInt64) throws -> [Setting] {
    let entry = try entry
    let usual = entry.defaults
    var settings = [Setting("attack", "\(entry.name): \(entry.summary)"), Setting("source", entry.source)]
    if !entry.norms.isEmpty {
      settings.append(Setting("norm", entry.norm(of: request(within: 0...1, axes: [], seed: seed)).rawValue))
    }
    if entry.measure != .unbounded {
      let name = entry.measure == .fixedSize ? "size" : "longest success"
      settings.append(Setting(name, size.map { "\($0.text) = \($0.value)" } ?? "any", unit: "model input units"))
    }
    func add(_ name: String, _ value: (some Any)?, _ usual: (some Any)?) {
      if let usual { settings.append(Setting(name, value.map { "\($0)" } ?? "\(usual)")) }
    }
    add("steps", steps, usual.steps)
    add("step size", stepSize?.text, usual.takesStepSize ? "the attack's own" : nil)
    add("restarts", restarts, usual.restarts)
    add("queries", queries, usual.queries)
    add("loss", loss?.rawValue, usual.loss?.rawValue)
    add("confidence", confidence?.text, usual.confidence)
    let given = request(within: 0...1, axes: [], seed: seed).options
    for option in usual.options { add(option.name, given[option.name], option.usual) }
    return settings
  }
}
