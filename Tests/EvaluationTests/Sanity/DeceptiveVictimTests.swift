import Evaluation
import Foundation
import Testing

/// Victims built to deceive are seen, an honest one is left in peace, and the documentation says so.
@Suite struct DeceptiveVictimTests {
  @Test(arguments: [Gallery.honest, .scoresOnly]) func anHonestVictimIsNotFlagged(exhibit: Gallery) throws {
    let flagged = try GalleryRun(exhibit).checks().filter { $0.verdict == .warn || $0.verdict == .fail }
    #expect(flagged.filter { $0.name != "sample size" } == [])
  }

  @Test(arguments: [
    (Gallery.scaledLogits, "softmax saturation"), (.offsetLogits, "logit precision"), (.quantised, "unbounded attack"),
    (.quantised, "random directions"), (.randomised, "determinism"), (.frozenNoise, "random directions"),
    (.deadUnits, "unbounded attack"), (.deadUnits, "gradient signal"), (.probabilities, "probabilities"),
    (.batchNormalised, "batch independence"),
  ]) func everyDeceptionIsSeenByTheCheckThatIsMadeForIt(exhibit: Gallery, check: String) throws {
    let flagged = try GalleryRun(exhibit).names(with: [.warn, .fail])
    #expect(flagged.contains(check))
  }

  /// docs/sanity.md holds the table as the battery makes it.
  @Test func theDocumentedTableIsWhatTheBatterySays() throws {
    let rows = try Gallery.allCases.map { exhibit in
      let run = try GalleryRun(exhibit)
      let columns = try [SanityCheck.Verdict.fail, .warn].map { verdict in
        let names = try run.names(with: [verdict])
        return names.isEmpty ? "–" : names.joined(separator: ", ")
      }
      return "| \(exhibit.rawValue) | \(columns.joined(separator: " | ")) |"
    }
    let table = (["| victim | fail | warn |", "|---|---|---|"] + rows).joined(separator: "\n")
    let document = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../docs/sanity.md").standardized
    let text = try String(contentsOf: document, encoding: .utf8)
    #expect(text.contains(table), "docs/sanity.md must hold this table:\n\(table)")
  }
}
