public import Evaluation
import Foundation

/// Makes the report of an experiment: worst cases, robustness curves, every attack, transfers, checks.
///
/// Equal results give equal bytes: no clock is read.
public struct ExperimentReport {
  private let result: ExperimentResult

  public init(result: ExperimentResult) { self.result = result }

  /// Whether a folder is one that `chaff run` left behind.
  public static func recognises(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: ExperimentFolder(folder).description)
  }

  /// Builds the report in `folder` and puts it in place when it is whole.
  ///
  /// - Returns: the path of the page.
  /// - Throws: `ReportError` when the folder cannot be written.
  @discardableResult
  public func write(to folder: String) throws -> String {
    try ReportFolder.filled(folder) { output in
      try output.write(tables: ExperimentTables(result: result).files)
      try output.write(page(output.figures))
    }
  }

  private func page(_ figures: FigureFolder) throws -> Page {
    let description = result.description
    return Page(
      title: description.title, eyebrow: "Chaff experiment",
      subtitle: PageFrame.subtitle(
        [
          .text("\(Numeral.count(description.victims.count, "victim")), "),
          .text(Numeral.count(description.samples.count, "sample")),
        ], started: description.created),
      opening: ExperimentHeadline(result: result).markup, sections: try sections(Exhibits(figures)), closing: closing)
  }

  private func sections(_ exhibits: Exhibits) throws -> [Page.Section] {
    PageFrame.sections([
      ("worst", "The worst case", WorstCaseSection(result: result, exhibits: exhibits).markup),
      ("classes", "Class by class", ClassRobustnessSection(result: result, exhibits: exhibits).markup),
      ("curves", "Robustness against size", try RobustnessSection(result: result, exhibits: exhibits).markup()),
      ("corruptions", "Without an attacker", CorruptionSection(result: result, exhibits: exhibits).markup),
      ("attacks", "Every attack", AttackTableSection(result: result, exhibits: exhibits).markup),
      ("transfers", "From one victim to another", TransferSection(result: result, exhibits: exhibits).markup),
      ("checks", "Can these numbers be believed", checks),
      ("repeat", "How to repeat it", repetition),
    ])
  }

  private var checks: Markup? {
    guard !result.sanity.isEmpty else { return nil }
    return .fragment(
      result.sanity.map { victim in
        .fragment([.tag("h3") { Markup.name(victim.victim) }, SanitySection(checks: victim.checks).markup])
      })
  }

  private var repetition: Markup {
    .fragment([
      Provenance.repetition("experiment", result.description.commandLine),
      .fragment(
        result.description.victims.compactMap { victim in
          victim.makeup.map { makeup in .tag("p") { Markup.fragment([.name(victim.name), .text(": \(makeup).")]) } }
        }),
      .tag("p", "Seed \(result.description.seed). Each victim’s records are in its run folder below runs/."),
    ])
  }

  private var closing: Markup {
    .fragment([
      PageFrame.files([.figures("every chart as SVG"), .tables, .data("result.json")]), PageFrame.success(),
    ])
  }
}
