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
    /// What perturbations must look like; nil for any.
    let plausible: PlausibleChoice?
    /// Of the file.
    let line: Int?
  }

  let file: ExperimentFile
  let classNames: [String]
  let bounds: ClosedRange<Float>
  let axes: [Axis]

  /// The attacks on one victim, in the file's order, then those that were found on other victims.
  ///
  /// What these axes, bounds and classes rule out is left out; `complain` says what that is.
  func cells(surrogates: [String]) -> [Cell] {
    let own = file.attacks.flatMap { cells($0, surrogate: nil) }
    let foreign = surrogates.flatMap { surrogate in
      // What is corrupted is so whoever looks at it, and what is short for one victim is not for another.
      file.attacks.filter { $0.severities == nil }.flatMap { attack in
        cells(attack, surrogate: surrogate).filter { $0.entry.measure != .smallest }
      }
    }
    return own + foreign
  }

  /// Says everything that these axes, bounds and classes have against the attacks of the file.
  func complain(to mistakes: YAMLFields.Mistakes) {
    for attack in file.attacks {
      var seen: Set<String> = []
      for variation in variations(of: attack, surrogate: nil) {
        do { _ = try cell(variation) } catch {
          if seen.insert("\(error)").inserted { mistakes.add("\(error)", line: attack.line) }
        }
      }
    }
  }

  /// The names that more than one cell would have, because an attack is listed twice with settings that names do not show,
  /// each with the line of the second.
  func repeated() -> [(label: String, line: Int?)] {
    var counts: [String: Int] = [:]
    return file.attacks.flatMap { cells($0, surrogate: nil) }.compactMap { cell -> (label: String, line: Int?)? in
      counts[cell.facts.label, default: 0] += 1
      return counts[cell.facts.label] == 2 ? (cell.facts.label, cell.line) : nil
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

  private func cells(_ attack: ExperimentFile.Attack, surrogate: String?) -> [Cell] {
    variations(of: attack, surrogate: surrogate).compactMap { try? cell($0) }
  }

  private func variations(of attack: ExperimentFile.Attack, surrogate: String?) -> [Variation] {
    var variations = entries(of: attack).map { Variation(attack: attack, entry: $0, surrogate: surrogate) }
    variations = variations.varied(over: attack.sizes) { $0.size = $1 }
    variations = variations.varied(over: attack.severities.map { $0.map(Optional.some) } ?? [nil]) { $0.severity = $1 }
    variations = variations.varied(over: attack.regions) { $0.region = $1 }
    variations = variations.varied(over: attack.goals) { $0.goal = $1 }
    return variations.varied(over: attack.seeds) { $0.seed = $1 }
  }

  /// Names that the catalogue does not know have been complained about when the file was read.
  private func entries(of attack: ExperimentFile.Attack) -> [AttackEntry] {
    let isSuite = attack.name == ExperimentFile.Attack.allCorruptions
    let names = isSuite ? Corruption.fitting(axes).map(\.rawValue) : [attack.name]
    return names.compactMap { try? AttackCatalogue.entry(named: $0) }
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
      severity: variation.severity, plausible: attack.plausible?.name)
    return Cell(facts: facts, entry: entry, request: request, plausible: attack.plausible, line: attack.line)
  }

  private func label(_ variation: Variation, _ norm: String?) -> String {
    var words = [variation.entry.name] + [norm, variation.size.map { StudyNumber.text($0) }].compactMap { $0 }
    if let severity = variation.severity { words.append("severity \(severity)") }
    if variation.region != "all" { words.append("in \(variation.region)") }
    if let plausible = variation.attack.plausible { words.append("plausible \(plausible.name)") }
    if variation.goal != ExperimentGoal.untargeted { words.append("to \(variation.goal)") }
    if variation.attack.seeds.count > 1 { words.append("seed \(variation.seed)") }
    if let surrogate = variation.surrogate { words.append("from \(surrogate)") }
    return words.joined(separator: " ")
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
