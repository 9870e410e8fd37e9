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
    let output = try ReportFolder(folder)
    do {
      try output.write(ExperimentTables(result: result).attacks, to: "tables/attacks.csv")
      try output.write(ExperimentTables(result: result).curves, to: "tables/curves.csv")
      try output.write(ExperimentTables(result: result).classes, to: "tables/classes.csv")
      if !result.corruptions.isEmpty {
        try output.write(ExperimentTables(result: result).corruptions, to: "tables/corruptions.csv")
      }
      try output.write(try page(output.figures).html, to: "report.html")
      return try output.publish()
    } catch {
      output.discard()
      throw error
    }
  }

  private func page(_ figures: FigureFolder) throws -> Page {
    let description = result.description
    return Page(
      title: description.title, eyebrow: "Chaff experiment",
      subtitle: .fragment([
        .text(
          "\(Numeral.count(description.victims.count, "victim")), "
            + "\(Numeral.count(description.samples.count, "sample")), started "),
        .tag("time", ["datetime": description.created], description.created),
      ]),
      opening: ExperimentHeadline(result: result).markup, sections: try sections(Exhibits(figures)), closing: closing)
  }

  private func sections(_ exhibits: Exhibits) throws -> [Page.Section] {
    let made: [(String, String, Markup?)] = [
      ("worst", "The worst case", WorstCaseSection(result: result, exhibits: exhibits).markup),
      ("classes", "Class by class", ClassRobustnessSection(result: result, exhibits: exhibits).markup),
      ("curves", "Robustness against size", try RobustnessSection(result: result, exhibits: exhibits).markup()),
      ("corruptions", "Without an attacker", CorruptionSection(result: result, exhibits: exhibits).markup),
      ("attacks", "Every attack", AttackTableSection(result: result, exhibits: exhibits).markup),
      ("checks", "Can these numbers be believed", checks),
      ("repeat", "How to repeat it", repetition),
    ]
    return made.compactMap { id, title, content in content.map { Page.Section(id: id, title: title, content: $0) } }
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
      .fragment(
        result.description.victims.compactMap { victim in
          victim.makeup.map { makeup in .tag("p") { Markup.fragment([.name(victim.name), .text(": \(makeup).")]) } }
        }),
      .tag("pre") { Markup.tag("code", result.description.commandLine.joined(separator: " ")) },
      .tag("p", "Seed \(result.description.seed). Each victim’s records are in its run folder below runs/."),
    ])
  }

  private var closing: Markup {
    .tag(
      "p",
      "Success is counted only when a fresh forward pass in 32-bit arithmetic of the returned example reaches the goal and the "
        + "example passes its audit. Intervals are 95 % Wilson score intervals; sizes are in the victims’ input units.")
  }
}
