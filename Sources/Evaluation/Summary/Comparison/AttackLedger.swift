internal import Attacks

/// Who broke which sample, and with how large a change: all that the attacks of a run are compared by.
struct AttackLedger {
  /// One attack on one sample.
  struct Attempt {
    let succeeded: Bool
    /// The class that was wanted; nil where any wrong one would do.
    let goalClass: Int?
    let size: PerturbationSize?
    /// The restart that gave the answer, and how many were begun.
    let restart: Int
    let restarts: Int?
  }

  /// One attack of the run and what it did to the samples that it was set on.
  struct Column {
    let name: String
    let method: AttackMethod?
    /// Nil where no size was given.
    let scope: Scope?
    /// With what perturbations must look like, where something is asked of them.
    let region: String
    fileprivate(set) var attempts: [Int: Attempt] = [:]

    /// Whether a class was wanted, rather than any wrong one.
    var isTargeted: Bool { attempts.values.contains { $0.goalClass != nil } }

    func attempt(_ sample: Int, like other: Attempt) -> Attempt? {
      attempts[sample].flatMap { $0.goalClass == other.goalClass ? $0 : nil }
    }
  }

  /// What the attacker is allowed.
  struct Scope: Hashable, CustomStringConvertible {
    let norm: Norm
    let size: Double
    let region: String

    var description: String { "\(norm.rawValue) \(size.brief), region \"\(region)\"" }
  }

  private(set) var columns: [Column] = []
  private var places: [String: Int] = [:]

  /// Counts a record of a sample that was attacked, and no other; a corruption is no attacker to be compared with.
  mutating func add(_ record: ClassificationRecord) {
    if let method = record.attack.method, Corruption(rawValue: method) != nil { return }
    guard record.status == .succeeded || record.status == .failed else { return }
    let place = places[record.attack.name] ?? open(record.attack)
    columns[place].attempts[record.sample.index] = Attempt(
      succeeded: record.succeeded, goalClass: record.attack.goalClass, size: record.size,
      restart: record.cost?.restart ?? 0, restarts: record.cost?.restarts)
  }

  private mutating func open(_ attack: AttackReference) -> Int {
    places[attack.name] = columns.count
    let norm = attack.norm.flatMap(Norm.init)
    let scope = norm.flatMap { norm in
      attack.size.map { Scope(norm: norm, size: $0, region: attack.place) }
    }
    columns.append(
      Column(name: attack.name, method: AttackMethod(attack), scope: scope, region: attack.place))
    return columns.count - 1
  }
}

extension AttackLedger.Attempt {
  /// Whether it is a success that another attacker, with other means, would have been allowed.
  func succeeds(within scope: AttackLedger.Scope, of own: AttackLedger.Column) -> Bool {
    guard succeeded, own.region == scope.region else { return false }
    guard let size else { return own.scope?.norm == scope.norm && (own.scope?.size ?? .infinity) <= scope.size }
    let length =
      switch scope.norm {
      case .linf: size.linf
      case .l2: size.l2
      case .l1: size.l1
      case .l0: Double(size.l0)
      }
    return length <= scope.size * (1 + 1e-6)
  }
}
