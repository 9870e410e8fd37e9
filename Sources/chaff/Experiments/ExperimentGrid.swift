import Attacks
import Evaluation
import Tensors

/// Every attack of an experiment with everything that is varied.
struct ExperimentGrid {
  /// One cell of the grid.
  struct Cell {
    let facts: ExperimentAttack
    let entry: AttackEntry
    var request: AttackRequest
  }

  let file: ExperimentFile
  let classNames: [String]
  let bounds: ClosedRange<Float>
  let axes: [Axis]

  /// The attacks on one victim, in the file's order, then those that were found on other victims.
  ///
  /// - Throws: what an attack has against these axes and bounds, and a goal that is no class.
  func cells(on victim: String, surrogates: [String]) throws -> [Cell] {
    let own = try file.attacks.flatMap { try cells($0, surrogate: nil) }
    let foreign = try surrogates.flatMap { surrogate in
      try file.attacks.flatMap { attack -> [Cell] in
        // What is corrupted is so whoever looks at it, and what is short for one victim is not for another.
        guard attack.severities == nil, try AttackCatalogue.entry(named: attack.name).measure != .smallest else {
          return []
        }
        return try cells(attack, surrogate: surrogate)
      }
    }
    return own + foreign
  }

  /// What these axes, bounds and classes have against each attack of the file.
  func complaints() -> [String] {
    file.attacks.compactMap { attack in
      do { _ = try cells(attack, surrogate: nil) } catch {
        return "\(attack.line.map { "line \($0): " } ?? "")\(error)"
      }
      return nil
    }
  }

  /// One choice of everything that an attack is varied over.
  private struct Variation {
    let attack: ExperimentFile.Attack
    let entry: AttackEntry
    let surrogate: String?
    var size: Double?
    var severity: Int?
    var region = "all"
    var goal = ExperimentGoal.untargeted
    var seed: UInt64 = 0
  }

  private func cells(_ attack: ExperimentFile.Attack, surrogate: String?) throws -> [Cell] {
    var variations = try entries(of: attack).map { Variation(attack: attack, entry: $0, surrogate: surrogate) }
    variations = variations.varied(over: attack.sizes) { $0.size = $1 }
    variations = variations.varied(over: attack.severities.map { $0.map(Optional.some) } ?? [nil]) { $0.severity = $1 }
    variations = variations.varied(over: attack.regions) { $0.region = $1 }
    variations = variations.varied(over: attack.goals) { $0.goal = $1 }
    variations = variations.varied(over: attack.seeds) { $0.seed = $1 }
    return try variations.map(cell)
  }

  private func entries(of attack: ExperimentFile.Attack) throws -> [AttackEntry] {
    guard attack.name == ExperimentFile.Attack.allCorruptions else {
      return [try AttackCatalogue.entry(named: attack.name)]
    }
    return try Corruption.fitting(axes).map { try AttackCatalogue.entry(named: $0.rawValue) }
  }

  private func cell(_ variation: Variation) throws -> Cell {
    let (attack, entry) = (variation.attack, variation.entry)
    if variation.goal != ExperimentGoal.untargeted { _ = try ClassName.index(of: variation.goal, among: classNames) }
    var request = attack.request
    request.bounds = bounds
    request.size = variation.size.map { Float($0) }
    request.seed = variation.seed
    request.axes = axes
    if let severity = variation.severity { request.options["severity"] = Double(severity) }
    _ = try entry.attack(request)
    let norm = entry.measure == .unbounded ? nil : entry.norm(of: request).rawValue
    let facts = ExperimentAttack(
      label: label(variation, norm), attack: entry.name, norm: norm,
      size: entry.measure == .fixedSize ? variation.size : nil, measure: entry.measure.rawValue,
      region: variation.region, goal: variation.goal, seed: variation.seed, surrogate: variation.surrogate,
      severity: variation.severity)
    return Cell(facts: facts, entry: entry, request: request)
  }

  private func label(_ variation: Variation, _ norm: String?) -> String {
    var words = [variation.entry.name] + [norm, variation.size.map { StudyNumber.text($0) }].compactMap { $0 }
    if let severity = variation.severity { words.append("severity \(severity)") }
    if variation.region != "all" { words.append("in \(variation.region)") }
    if variation.goal != ExperimentGoal.untargeted { words.append("to \(variation.goal)") }
    if variation.attack.seeds.count > 1 { words.append("seed \(variation.seed)") }
    if let surrogate = variation.surrogate { words.append("from \(surrogate)") }
    return words.joined(separator: " ")
  }

  /// Cells that would have the same name, because an attack is listed twice with settings that names do not show.
  static func repeated(_ cells: [Cell]) -> [String] {
    let counts = Dictionary(grouping: cells, by: \.facts.label).mapValues(\.count)
    return counts.filter { $0.value > 1 }.keys.sorted()
  }
}

extension Array {
  /// Every element with every value, the values of one element next to each other.
  fileprivate func varied<Value>(over values: [Value], _ set: (inout Element, Value) -> Void) -> [Element] {
    flatMap { element in
      values.map { value in
        var varied = element
        set(&varied, value)
        return varied
      }
    }
  }
}

/// Sizes in names: 8/255 as 0.03137.
enum StudyNumber {
  static func text(_ value: Double) -> String {
    let rounded = (value * 1e5).rounded() / 1e5
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
