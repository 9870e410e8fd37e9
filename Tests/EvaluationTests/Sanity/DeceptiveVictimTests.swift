import Attacks
import Evaluation
import Foundation
import Testing

/// Victims built to deceive are seen, an honest one is left in peace, and the documentation says so.
@Suite struct DeceptiveVictimTests {
  @Test(arguments: [Gallery.honest, .scoresOnly]) func anHonestVictimIsNotFlagged(exhibit: Gallery) throws {
    #expect(try GalleryChecks.of(exhibit, with: [.warn, .fail]) == [])
  }

  @Test(arguments: [
    (Gallery.scaledLogits, "softmax saturation"), (.offsetLogits, "logit precision"), (.quantised, "unbounded attack"),
    (.quantised, "random directions"), (.randomised, "determinism"), (.frozenNoise, "random directions"),
    (.deadUnits, "unbounded attack"), (.deadUnits, "gradient signal"), (.probabilities, "probabilities"),
    (.batchNormalised, "batch independence"),
  ]) func everyDeceptionIsSeenByTheCheckThatIsMadeForIt(exhibit: Gallery, check: String) throws {
    #expect(try GalleryChecks.of(exhibit, with: [.warn, .fail]).map(\.name).contains(check))
  }

  /// What the page says of a saturated softmax: attacks raise losses whose derivatives keep their direction.
  @Test(arguments: [ClassificationLoss.crossEntropy, .margin, .dlr]) func noLossIsMisledByScaledLogits(
    loss: ClassificationLoss
  ) throws {
    let probe = try GalleryRun(.scaledLogits).probe
    let problems = probe.samples.enumerated().map { index, sample in
      AttackProblem(
        id: "\(index)", clean: sample.input, region: sample.region, goal: .untargeted(label: sample.label))
    }
    let outcomes = try GradientAttack.pgd(budget: probe.budget, loss: loss).run(problems, against: probe.victim)
    #expect(outcomes.allSatisfy { $0.succeeded })
  }

  /// docs/sanity.md holds the table as the battery makes it.
  @Test func theDocumentedTableIsWhatTheBatterySays() throws {
    let rows = try Gallery.allCases.map { exhibit in
      let columns = try [SanityCheck.Verdict.fail, .warn].map { verdict in
        let names = try GalleryChecks.of(exhibit, with: [verdict]).map(\.name)
        return names.isEmpty ? "–" : names.joined(separator: ", ")
      }
      return "| \(exhibit.rawValue) | \(columns.joined(separator: " | ")) |"
    }
    let table = (["| victim | fail | warn |", "|---|---|---|"] + rows).joined(separator: "\n")
    let document = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../docs/sanity.md").standardized
    let text = try String(contentsOf: document, encoding: .utf8)
    let isThere = text.contains(table)
    #expect(isThere, "docs/sanity.md must hold this table:\n\(table)")
  }
}
