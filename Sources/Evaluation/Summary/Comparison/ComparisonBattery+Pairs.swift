/// How two groups of attacks are set against each other.
extension ComparisonBattery {
  /// Over all samples and goals that attacks of both kinds were set on.
  func compare(
    _ weaker: [AttackLedger.Column], _ stronger: [AttackLedger.Column],
    isSuccess: (AttackLedger.Attempt, AttackLedger.Column) -> Bool
  ) -> PairedComparison {
    /// A sample with a goal: attacks with different targets are no rivals.
    struct Duel: Hashable {
      let sample: Int
      let goalClass: Int?
    }
    func broken(_ columns: [AttackLedger.Column]) -> [Duel: Bool] {
      var found: [Duel: Bool] = [:]
      for column in columns {
        for (sample, attempt) in column.attempts {
          let duel = Duel(sample: sample, goalClass: attempt.goalClass)
          found[duel] = found[duel] == true || isSuccess(attempt, column)
        }
      }
      return found
    }
    var comparison = PairedComparison()
    let rivals = broken(stronger)
    for (duel, isBroken) in broken(weaker) {
      if let other = rivals[duel] { comparison.add(weaker: isBroken, stronger: other) }
    }
    return comparison
  }

  func compare(
    _ weaker: [AttackLedger.Column], _ stronger: [AttackLedger.Column], isSuccess: (AttackLedger.Attempt) -> Bool
  ) -> PairedComparison {
    compare(weaker, stronger) { attempt, _ in isSuccess(attempt) }
  }

  /// The comparison with the largest share of lost samples, of those that compare anything.
  static func worst(
    _ found: [(AttackLedger.Scope, PairedComparison)]
  ) -> (AttackLedger.Scope, PairedComparison)? {
    found.filter { $0.1.total > 0 }.max { $0.1.lost * $1.1.total < $1.1.lost * $0.1.total }
  }
}
