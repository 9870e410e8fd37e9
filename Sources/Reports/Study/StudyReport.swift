public import Evaluation
import Foundation

/// Makes the report of a radar study: a page that reads like a paper's results section, its figures as files, its tables
/// as CSV.
///
/// Tables and figures of experiments that were not asked for, or of which nothing is finished, are left out and named as
/// missing. Equal results give equal bytes: no clock is read.
///
/// | written                  | what                                                    |
/// |--------------------------|---------------------------------------------------------|
/// | `report.html`            | everything, without network, scripts or other files     |
/// | `figures/*.svg`, `*.png` | every chart, and every example with all of its frames   |
/// | `tables/*.csv`           | every table and curve in full precision                 |
public struct StudyReport {
  public let result: StudyResult
  private let arrays: any ArrayLoading

  /// A study's tables; `arrays` reads the examples' files, whose names are relative to the study folder.
  public init(result: StudyResult, arrays: any ArrayLoading) {
    self.result = result
    self.arrays = arrays
  }

  /// Whether a folder is one that `chaff study` left behind.
  public static func recognises(_ folder: String) -> Bool {
    let paths = StudyPaths(folder: folder)
    return [paths.description, paths.result].contains { FileManager.default.fileExists(atPath: $0) }
  }

  /// Builds the report of a study folder, finished or not, in that folder.
  ///
  /// - Throws: `RunFolderError` for a folder without a result, `ReportError` for one that cannot be written.
  @discardableResult
  public static func build(folder: String, arrays: any ArrayLoading) throws -> String {
    let result = try StudyReader(folder).result()
    guard result.schema == StudySchema.version else {
      throw RunFolderError(
        cannot: "read", StudyPaths(folder: folder).result,
        because: "it has schema \(result.schema), and this version reads schema \(StudySchema.version)",
        advice: "use the version of chaff that made the study")
    }
    return try StudyReport(result: result, arrays: arrays).write(to: folder)
  }

  /// Builds the report in `folder` and puts it in place when it is whole.
  ///
  /// - Returns: the path of the page.
  /// - Throws: `ReportError` when the folder cannot be written.
  @discardableResult
  public func write(to folder: String) throws -> String {
    try ReportFolder.filled(folder) { output in
      try output.write(tables: StudyTables(result: result).files)
      try output.write(page(output.figures))
    }
  }

  private func page(_ figures: FigureFolder) throws -> Page {
    let description = result.description
    return Page(
      title: description.title.isEmpty ? "A study of radar gesture classifiers under attack" : description.title,
      eyebrow: "Chaff study",
      subtitle: PageFrame.subtitle(
        [
          .text("\(Numeral.count(result.victims.count, "victim")), "),
          .text("\(Numeral.count(description.samples.count, "recording")) of "), .name(description.data.folder),
        ], started: description.created),
      opening: StudyHeadline(result: result).markup, sections: try sections(Exhibits(figures)), closing: closing)
  }

  private func sections(_ exhibits: Exhibits) throws -> [Page.Section] {
    PageFrame.sections([
      ("victims", "Victims", VictimSection(result: result, exhibits: exhibits).markup),
      ("threats", "What the attacker knows", try ThreatSection(result: result, exhibits: exhibits).markup()),
      ("padding", "Padding alone", try PaddingSection(result: result, exhibits: exhibits).markup()),
      ("context", "Two padding experiments", ContextSection(result: result, exhibits: exhibits).markup),
      ("importance", "Where perturbations go", try ImportanceSection(result: result, exhibits: exhibits).markup()),
      ("plausible", "Perturbations that look like radar", PlausibleSection(result: result, exhibits: exhibits).markup),
      ("defences", "Defences", DefenceSection(result: result, exhibits: exhibits).markup),
      (
        "examples", "Examples",
        try StudyExampleSections(result: result, exhibits: exhibits, arrays: ContainedArrays(arrays: arrays)).markup()
      ),
      ("settings", "Settings and how to repeat it", StudySettings(result: result).markup),
    ])
  }

  private var closing: Markup {
    .fragment([
      PageFrame.files([
        .figures("every chart as SVG, every example with all frames as PNG"), .tables, .data("result.json"),
      ]), PageFrame.success(),
    ])
  }
}
