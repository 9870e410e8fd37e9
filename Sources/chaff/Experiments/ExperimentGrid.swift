import Attacks
import Evaluation
import Tensors

/// Every attack of an experiment with everything that is varied.
struct ExperimentGrid {
  /// One cell of the grid.
  struct Cell {
    let facts: ExperimentAttack
    let entry: AttackEntry
    let request: AttackRequest
  }

  let file: ExperimentFile
  let classNames: [String]
  let bounds: ClosedRange<Float>
  let axes: [Axis]

  /// The attacks on one victim, in the file's order, then those that were found on other victims.
  func cells(on victim: String, surrogates: [String]) throws -> [Cell] {
    let own = try file.attacks.flatMap { try cells($0, surrogate: nil) }
    let foreign = try surrogates.flatMap { surrogate in
      try file.attacks.filter { try AttackCatalogue.entry(named: $0.name).measure != .smallest }.flatMap {
        try cells($0, surrogate: surrogate)
      }
    }
    return own + foreign
  }

  private func cells(_ attack: ExperimentFile.Attack, surrogate: String?) throws -> [Cell] {
    let entry = try AttackCatalogue.entry(named: attack.name)
    var cells: [Cell] = []
    for size in attack.sizes {
      for region in attack.regions {
        for goal in attack.goals {
          if goal != ExperimentGoal.untargeted { _ = try ClassName.index(of: goal, among: classNames) }
          for seed in attack.seeds {
            cells.append(cell(attack, entry, size, region, goal, seed, surrogate))
          }
        }
      }
    }
    return cells
  }

  private func cell(
    _ attack: ExperimentFile.Attack, _ entry: AttackEntry, _ size: Double?, _ region: String, _ goal: String,
    _ seed: UInt64, _ surrogate: String?
  ) -> Cell {
    var request = attack.request
    request.bounds = bounds
    request.size = size.map { Float($0) }
    request.seed = seed
    request.axes = axes
    let norm = entry.measure == .unbounded ? nil : entry.norm(of: request).rawValue
    var words = [attack.name] + [norm, size.map { StudyNumber.text($0) }].compactMap { $0 }
    if region != "all" { words.append("in \(region)") }
    if goal != ExperimentGoal.untargeted { words.append("to \(goal)") }
    if attack.seeds.count > 1 { words.append("seed \(seed)") }
    if let surrogate { words.append("from \(surrogate)") }
    let facts = ExperimentAttack(
      label: words.joined(separator: " "), attack: attack.name, norm: norm,
      size: entry.measure == .fixedSize ? size : nil,
      measure: entry.measure.rawValue, region: region, goal: goal, seed: seed, surrogate: surrogate)
    return Cell(facts: facts, entry: entry, request: request)
  }

  /// Cells that would have the same name, because an attack is listed twice with settings that names do not show.
  static func repeated(_ cells: [Cell]) -> [String] {
    let counts = Dictionary(grouping: cells, by: \.facts.label).mapValues(\.count)
    return counts.filter { $0.value > 1 }.keys.sorted()
  }
}

/// Sizes in names: 8/255 as 0.03137.
enum StudyNumber {
  static func text(_ value: Double) -> String {
    let rounded = (value * 1e5).rounded() / 1e5
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
