/// Turns one victim's records into the rows, worst cases and curves of an experiment.
public struct ExperimentSummarizer {
  let victim: String
  let attacks: [ExperimentAttack]
  let classNames: [String]
  private let byLabel: [String: Success.Shared]
  /// Readable samples.
  private(set) var samples: [Int: Sample] = [:]
  private(set) var successes: [Success] = []
  /// Of attacks of a fixed size, which alone carry over to other victims.
  package private(set) var attacked: AttackedSamples = [:]
  /// The seconds that each attack spent on the samples that it attacked, by label.
  private var seconds: [String: [Double]] = [:]
  /// The class that each goal wants.
  private(set) var goalClasses: [String: Int] = [:]

  /// What a sample is, and what it is taken for when nobody attacks.
  struct Sample {
    let label: Int
    let clean: Int

    var isRight: Bool { clean == label }
  }

  /// A success of one attack on one sample, by every norm.
  struct Success {
    /// What all successes of an attack have in common, once for all of them.
    final class Shared: Sendable {
      let attack: ExperimentAttack
      init(_ attack: ExperimentAttack) { self.attack = attack }
    }

    let sample: Int
    let shared: Shared
    let size: PerturbationSize
    /// What the sample is taken for now.
    let wrong: Int?

    var attack: ExperimentAttack { shared.attack }

    func length(_ norm: String) -> Double {
      switch norm {
      case "linf": size.linf
      case "l2": size.l2
      case "l1": size.l1
      default: Double(size.l0)
      }
    }
  }

  public init(victim: String, attacks: [ExperimentAttack], classNames: [String] = []) {
    self.victim = victim
    self.attacks = attacks
    self.classNames = classNames
    byLabel = Dictionary(attacks.map { ($0.label, Success.Shared($0)) }) { first, _ in first }
  }

  public mutating func add(_ record: ClassificationRecord) {
    guard record.status != .error, let clean = record.clean, let label = record.sample.label else { return }
    samples[record.sample.index] = Sample(label: label, clean: clean.class)
    guard let shared = byLabel[record.attack.name] else { return }
    let attack = shared.attack
    if let wanted = record.attack.goalClass { goalClasses[attack.goal] = wanted }
    if record.status == .succeeded || record.status == .failed {
      seconds[attack.label, default: []].append(record.timing.seconds)
      if attack.size != nil { attacked[attack.label, default: [:]][record.sample.id] = record.succeeded }
    }
    guard record.succeeded, let size = record.size else { return }
    successes.append(
      Success(sample: record.sample.index, shared: shared, size: size, wrong: record.adversarial?.class))
  }

  // MARK: Rows

  public func rows(_ summary: RunSummary) -> [ExperimentRow] {
    let optimalities = optimalities
    return summary.attacks.compactMap { attack in
      guard let facts = byLabel[attack.name]?.attack, let classes = attack.classification else { return nil }
      var row = ExperimentRow(
        victim: victim, attack: facts, cleanAccuracy: classes.cleanAccuracy, robustAccuracy: classes.robustAccuracy,
        success: attack.successRate, sizes: attack.successSizes, cost: attack.cost,
        auditFailures: attack.auditFailures, errors: attack.counts.errors)
      row.medianSeconds = seconds[attack.name].map { Quartiles(of: $0).median }.flatMap { $0.isFinite ? $0 : nil }
      row.optimality = optimalities[attack.name]
      return row
    }
  }

  // MARK: Curves

  /// One for each norm and region of untargeted attacks.
  public var curves: [RobustnessCurve] {
    var made: [RobustnessCurve] = []
    for attack in attacks where attack.goal == ExperimentGoal.untargeted {
      guard let norm = attack.norm, !made.contains(where: { $0.norm == norm && $0.region == attack.place }) else {
        continue
      }
      made.append(curve(norm, attack.place))
    }
    return made.filter { $0.points.count > 1 }
  }

  private func curve(_ norm: String, _ region: String) -> RobustnessCurve {
    var shortest: [Int: Double] = [:]
    for success in successes
    where success.attack.place == region && success.attack.norm != nil && isUntargeted(success.attack) {
      shortest[success.sample] = min(shortest[success.sample] ?? .infinity, success.length(norm))
    }
    let right = samples.filter(\.value.isRight).keys
    let sizes = Set([0] + shortest.values + attacks.filter { $0.norm == norm }.compactMap(\.size)).sorted()
    let points = sizes.map { size in
      RobustnessCurve.Point(
        size: size,
        robustAccuracy: Proportion(
          right.count { (shortest[$0] ?? .infinity) > size * (1 + 1e-6) || size == 0 }, of: samples.count))
    }
    return RobustnessCurve(victim: victim, norm: norm, region: region, points: points)
  }

  private func isUntargeted(_ attack: ExperimentAttack) -> Bool { attack.goal == ExperimentGoal.untargeted }
}

/// Words of `ExperimentAttack.goal`.
public enum ExperimentGoal {
  public static let untargeted = "untargeted"
}
