import Evaluation
import Reports
import Testing

/// The page and the tables of a made-up experiment: one model, one ensemble, a suite of corruptions.
@Suite struct ExperimentReportTests {
  private static func row(
    _ victim: String, _ attack: String, robust: Int, severity: Int? = nil, size: Double? = nil
  ) -> ExperimentRow {
    let facts = ExperimentAttack(
      label: attack + (severity.map { " severity \($0)" } ?? ""), attack: attack, norm: size.map { _ in "linf" },
      size: size, measure: "fixed size", region: "all", goal: "untargeted", seed: 0, severity: severity)
    return ExperimentRow(
      victim: victim, attack: facts, cleanAccuracy: Proportion(19, of: 20), robustAccuracy: Proportion(robust, of: 20),
      success: Proportion(19 - robust, of: 19), sizes: SizeQuartiles(of: []), cost: CostQuartiles(of: []),
      auditFailures: 0, errors: 0)
  }

  private static var result: ExperimentResult {
    let victims = [
      ExperimentDescription.Victim(name: "model", folder: "runs/model", sha256: "00"),
      .init(name: "both <2>", folder: "runs/both", sha256: "01", makeup: "ensemble: the logits of a × 0.5 + b × 0.5"),
    ]
    let description = ExperimentDescription(
      title: "made up", created: "2026-01-02T03:04:05Z", commandLine: ["chaff", "run"], seed: 7, victims: victims,
      attacks: [:], samples: (0..<20).map { "\($0)" })
    let rows = victims.map(\.name).flatMap { victim in
      [
        row(victim, "pgd", robust: 4, size: 0.03), row(victim, "blur", robust: 18, severity: 1),
        row(victim, "blur", robust: 10, severity: 5), row(victim, "contrast", robust: 12, severity: 1),
      ]
    }
    let classes = [
      WorstCase.ClassRow(
        class: 0, name: "left", cleanAccuracy: Proportion(10, of: 10), robustAccuracy: Proportion(4, of: 10),
        wrongClass: 1, wrongName: "right", wrongCount: 5),
      .init(class: 1, name: "right", cleanAccuracy: Proportion(9, of: 10), robustAccuracy: Proportion(9, of: 10)),
    ]
    let worst = WorstCase(
      victim: "model", norm: "linf", size: 0.03, region: "all", goal: "left", robustAccuracy: Proportion(4, of: 17),
      goalAlreadyMet: 3, parts: [], classes: classes)
    return ExperimentResult(
      state: .complete, description: description, rows: rows, worstCases: [worst], curves: [],
      corruptions: CorruptionResult.all(in: rows), sanity: [])
  }

  @Test func thePageIsWellFormedAndShowsEverySection() throws {
    let report = try BuiltReport(ExperimentReport(result: Self.result))
    #expect(report.checker.failure == nil)
    #expect(report.checker.brokenIds.isEmpty)
    for title in ["The worst case", "Class by class", "Without an attacker", "Every attack"] {
      #expect(report.checker.text.contains(title), "\(title)")
    }
    #expect(report.checker.text.contains("right (5 of 6)"))
    #expect(report.checker.text.contains("goal already met in 3, left out"))
    #expect(report.checker.text.contains("both <2>: ensemble: the logits of a × 0.5 + b × 0.5."))
    // Severity 1: the mean of 90 and 60 %; over all: the mean of blur's 70 and of contrast's 60.
    #expect(report.checker.text.contains("75.0\u{202F}%") && report.checker.text.contains("65.0\u{202F}%"))
  }

  @Test func tablesHaveAllNumbers() throws {
    let report = try BuiltReport(ExperimentReport(result: Self.result))
    let classes = try report.table("classes.csv")
    #expect(classes.count == 3)
    #expect(
      classes[1] == ["model", "linf", "0.03", "all", "left", "left", "10.0", "10.0", "4.0", "right", "5.0"],
      "\(classes[1])")
    #expect(classes[2].suffix(2) == ["", "0.0"])
    let corruptions = try report.table("corruptions.csv")
    #expect(corruptions.count == 1 + 2 * (3 + 3))
    #expect(corruptions[1] == ["model", "all", "blur", "1", "18.0", "20.0", "0.9"], "\(corruptions[1])")
    #expect(corruptions[4].prefix(4) == ["model", "all", "", "1"])
    #expect(
      try report.table("attacks.csv").map { $0[2] }.filter { !$0.isEmpty } == [
        "severity", "1", "5", "1", "1", "5", "1",
      ])
  }

  @Test func whatWasNotAskedForIsLeftOut() throws {
    var result = Self.result
    (result.rows, result.corruptions, result.worstCases) = ([result.rows[0]], [], [])
    let report = try BuiltReport(ExperimentReport(result: result))
    #expect(!report.checker.text.contains("Without an attacker") && !report.checker.text.contains("Class by class"))
    #expect(!report.files.contains("tables/corruptions.csv"))
  }

  @Test func transfersHaveASectionAndTables() throws {
    var result = Self.result
    result.transfers = [
      TransferMatrix(
        attack: result.rows[0].attack, victims: ["model", "both <2>"],
        cells: [[Proportion(3, of: 4), Proportion(1, of: 4)], [nil, Proportion(2, of: 4)]],
        perSample: [.init(sample: "7", transferred: 0, pairs: 1), .init(sample: "8", transferred: 1, pairs: 1)])
    ]
    let report = try BuiltReport(ExperimentReport(result: result))
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("From one victim to another"))
    #expect(report.checker.text.contains("1 carry over in no pair of different victims, 0 in some and 1 in all."))
    let cells = try report.table("transfers.csv")
    #expect(cells.count == 4)
    #expect(cells[2] == ["pgd", "model", "both <2>", "1", "4", "0.25"], "\(cells[2])")
    #expect(try report.table("transfer-samples.csv")[2] == ["pgd", "8", "1", "1"])
  }
}
