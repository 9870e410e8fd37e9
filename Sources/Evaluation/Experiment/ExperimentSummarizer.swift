/// Turns one victim's records into the rows, worst cases and curves of an experiment.
public struct ExperimentSummarizer {
  private let victim: String
  private let attacks: [ExperimentAttack]
  private let byLabel: [String: ExperimentAttack]
  /// Readable samples, and whether each is classified rightly when nobody attacks.
  private var isRight: [Int: Bool] = [:]
  private var successes: [Success] = []

  /// A success of one attack on one sample, by every norm.
  private struct Success {
    let sample: Int
    let attack: ExperimentAttack
    let size: PerturbationSize

    func length(_ norm: String) -> Double {
      switch norm {
      case "linf": size.linf
      case "l2": size.l2
      case "l1": size.l1
      default: Double(size.l0)
      }
    }
  }

  public init(victim: String, attacks: [ExperimentAttack]) {
    self.victim = victim
    self.attacks = attacks
    byLabel = Dictionary(attacks.map { ($0.label, $0) }) { first, _ in first }
  }

  public mutating func add(_ record: ClassificationRecord) {
    guard record.status != .error, let clean = record.clean, let label = record.sample.label else { return }
    isRight[record.sample.index] = clean.class == label
    guard record.succeeded, let size = record.size, let attack = byLabel[record.attack.name] else { return }
    successes.append(Success(sample: record.sample.index, attack: attack, size: size))
  }

  // MARK: Rows

  public func rows(_ summary: RunSummary) -> [ExperimentRow] {
    summary.attacks.compactMap { attack in
      guard let facts = byLabel[attack.name], let classes = attack.classification else { return nil }
      return ExperimentRow(
        victim: victim, attack: facts, cleanAccuracy: classes.cleanAccuracy, robustAccuracy: classes.robustAccuracy,
        success: attack.successRate, sizes: attack.successSizes, cost: attack.cost,
        auditFailures: attack.auditFailures, errors: attack.counts.errors)
    }
  }

  // MARK: Worst cases

  private struct Setting: Hashable {
    let norm: String
    let size: Double
    let region: String
    let goal: String
  }

  /// One for each norm, size, region and goal that an attack of a fixed size was asked for.
  public var worstCases: [WorstCase] {
    var settings: [Setting] = []
    for attack in attacks {
      guard let norm = attack.norm, let size = attack.size, attack.surrogate == nil else { continue }
      let setting = Setting(norm: norm, size: size, region: attack.region, goal: attack.goal)
      if !settings.contains(setting) { settings.append(setting) }
    }
    return settings.map(worstCase)
  }

  private func worstCase(_ setting: Setting) -> WorstCase {
    let counted = successes.filter { success in
      success.attack.region == setting.region && success.attack.goal == setting.goal
        && success.attack.norm != nil && success.length(setting.norm) <= setting.size * (1 + 1e-6)
    }
    let broken = Dictionary(grouping: counted, by: \.attack.label).mapValues { Set($0.map(\.sample)) }
    let all = broken.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
    let right = isRight.filter(\.value).keys
    let parts = attacks.compactMap { attack -> WorstCase.Part? in
      guard let own = broken[attack.label] else { return nil }
      let others = broken.filter { $0.key != attack.label }.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
      return WorstCase.Part(label: attack.label, broken: own.count, aloneBroken: own.subtracting(others).count)
    }
    return WorstCase(
      victim: victim, norm: setting.norm, size: setting.size, region: setting.region, goal: setting.goal,
      robustAccuracy: Proportion(right.count { !all.contains($0) }, of: isRight.count), parts: parts)
  }

  // MARK: Curves

  /// One for each norm and region of untargeted attacks.
  public var curves: [RobustnessCurve] {
    var made: [RobustnessCurve] = []
    for attack in attacks where attack.goal == ExperimentGoal.untargeted {
      guard let norm = attack.norm, !made.contains(where: { $0.norm == norm && $0.region == attack.region }) else {
        continue
      }
      made.append(curve(norm, attack.region))
    }
    return made.filter { $0.points.count > 1 }
  }

  private func curve(_ norm: String, _ region: String) -> RobustnessCurve {
    var shortest: [Int: Double] = [:]
    for success in successes
    where success.attack.region == region && success.attack.norm != nil && isUntargeted(success.attack) {
      shortest[success.sample] = min(shortest[success.sample] ?? .infinity, success.length(norm))
    }
    let right = isRight.filter(\.value).keys
    let sizes = Set([0] + shortest.values + attacks.filter { $0.norm == norm }.compactMap(\.size)).sorted()
    let points = sizes.map { size in
      RobustnessCurve.Point(
        size: size,
        robustAccuracy: Proportion(
          right.count { (shortest[$0] ?? .infinity) > size * (1 + 1e-6) || size == 0 }, of: isRight.count))
    }
    return RobustnessCurve(victim: victim, norm: norm, region: region, points: points)
  }

  private func isUntargeted(_ attack: ExperimentAttack) -> Bool { attack.goal == ExperimentGoal.untargeted }
}

/// Words of `ExperimentAttack.goal`.
public enum ExperimentGoal {
  public static let untargeted = "untargeted"
}
