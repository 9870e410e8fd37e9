import Evaluation
import Testing

/// Accuracies under corruptions, pooled and averaged by hand.
@Suite struct CorruptionResultTests {
  private static func row(
    _ corruption: String, severity: Int?, _ right: Int, victim: String = "a", region: String = "all", seed: UInt64 = 0
  ) -> ExperimentRow {
    let attack = ExperimentAttack(
      label: "\(corruption) \(seed)", attack: corruption, norm: nil, size: nil, measure: "no norm", region: region,
      goal: "untargeted", seed: seed, severity: severity)
    return ExperimentRow(
      victim: victim, attack: attack, cleanAccuracy: Proportion(9, of: 10), robustAccuracy: Proportion(right, of: 10),
      success: Proportion(0, of: 9), sizes: SizeQuartiles(of: []), cost: CostQuartiles(of: []), auditFailures: 0,
      errors: 0)
  }

  @Test func everyCorruptionWeighsTheSame() {
    let rows = [
      Self.row("blur", severity: 1, 9), Self.row("blur", severity: 5, 5), Self.row("noise", severity: 1, 3),
      Self.row("fgsm", severity: nil, 0),
    ]
    let results = CorruptionResult.all(in: rows)
    #expect(results.count == 1 && results[0].rows.map(\.corruption) == ["blur", "blur", "noise"])
    #expect(results[0].cleanAccuracy == Proportion(9, of: 10))
    let means = results[0].means
    #expect(means.map(\.severity) == [1, 5, nil] && means.map(\.corruptions) == [2, 1, 2])
    // Severity 1: (0.9 + 0.3) / 2. All: blur's 0.7 and noise's 0.3.
    for (mean, expected) in zip(means, [0.6, 0.5, 0.5]) { #expect(abs(mean.accuracy - expected) < 1e-12) }
  }

  @Test func seedsArePooledAndVictimsAndRegionsApart() {
    let rows = [
      Self.row("blur", severity: 2, 4, seed: 1), Self.row("blur", severity: 2, 7, seed: 2),
      Self.row("blur", severity: 2, 1, region: "padding"), Self.row("blur", severity: 2, 2, victim: "b"),
    ]
    let results = CorruptionResult.all(in: rows)
    #expect(results.map(\.victim) == ["a", "a", "b"] && results.map(\.region) == ["all", "padding", "all"])
    #expect(results[0].accuracy(of: "blur", severity: 2) == Proportion(11, of: 20))
    #expect(results[0].accuracy(of: "blur", severity: 3) == nil)
  }

  @Test func attacksAloneGiveNothing() {
    #expect(CorruptionResult.all(in: [Self.row("fgsm", severity: nil, 3)]).isEmpty)
  }
}
