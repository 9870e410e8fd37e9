/// How near each attack comes to the best that is known of every sample.
extension ExperimentSummarizer {
  private struct Setting: Hashable {
    let norm: String
    let region: String
    let goal: String
  }

  /// By label: the area above the attack's own robustness curve, divided by that above the curve of all attacks together.
  ///
  ///     optimality = Σ max(0, E − d) / Σ max(0, E − d*),   E = 2 max d*
  ///
  /// | symbol | meaning |
  /// |---|---|
  /// | d | a sample's shortest success of this attack, in its norm; infinite without one |
  /// | d* | its shortest success of any attack on the victim with the same region and goal, in the same norm |
  ///
  /// The sums are over the samples that anything broke. 1: always the shortest known; 0: nothing found, or nothing shorter than E.
  /// Relative to what is known: a better attack in the experiment lowers all others. Attacks without a norm have none, nor
  /// has any where nothing was found. After AttackBench (Cinà et al., 2024, arXiv:2404.19460), whose curves end at max d*;
  /// twice that also tells attacks apart that all use a whole budget.
  package var optimalities: [String: Double] {
    let own = Dictionary(grouping: successes, by: \.attack.label)
    var best: [Setting: [Int: Double]] = [:]
    var found: [String: Double] = [:]
    for attack in attacks {
      guard let norm = attack.norm else { continue }
      let setting = Setting(norm: norm, region: attack.place, goal: attack.goal)
      let known = best[setting] ?? shortest(rivals(of: setting), norm)
      best[setting] = known
      let end = 2 * (known.values.max() ?? 0)
      let whole = Self.area(known, before: end)
      guard whole > 0 else { continue }
      found[attack.label] = Self.area(shortest(own[attack.label] ?? [], norm), before: end) / whole
    }
    return found
  }

  private func rivals(of setting: Setting) -> [Success] {
    successes.filter {
      $0.attack.norm != nil && $0.attack.place == setting.region && $0.attack.goal == setting.goal
    }
  }

  private func shortest(_ successes: [Success], _ norm: String) -> [Int: Double] {
    var lengths: [Int: Double] = [:]
    for success in successes where success.length(norm).isFinite {
      lengths[success.sample] = min(lengths[success.sample] ?? .infinity, success.length(norm))
    }
    return lengths
  }

  /// In the order of the samples, so that equal records give equal bits.
  private static func area(_ lengths: [Int: Double], before end: Double) -> Double {
    lengths.sorted { $0.key < $1.key }.reduce(0) { $0 + max(0, end - $1.value) }
  }
}
