public import Evaluation
import Foundation

/// Makes a run's report: one self-contained page, its figures as files, its tables as CSV.
///
/// The records are read twice, one at a time; arrays only for the handful of samples that are shown. So memory does not
/// grow with the number of samples. Equal runs give equal bytes: no clock is read.
///
/// | written                   | what                                                          |
/// |---------------------------|---------------------------------------------------------------|
/// | `report.html`             | everything, without network, scripts or other files           |
/// | `figures/*.svg`, `*.png`  | every chart and picture on its own, in full size              |
/// | `records.csv`             | one line per record                                           |
/// | `tables/*.csv`            | the report's tables in full precision                         |
public struct ReportBuilder {
  public let run: RunDescription
  public let summary: RunSummary
  private let records: any RecordReading
  private let arrays: any ArrayLoading

  public init(run: RunDescription, summary: RunSummary, records: any RecordReading, arrays: any ArrayLoading) {
    self.run = run
    self.summary = summary
    self.records = records
    self.arrays = arrays
  }

  /// Builds the report in `folder`, beside what an earlier report left there, and puts it in place when it is whole.
  ///
  /// - Returns: the path of the page.
  /// - Throws: `ReportError` when the folder cannot be written; whatever reading the records throws.
  @discardableResult
  public func write(to folder: String) throws -> String {
    try ReportFolder.filled(folder, build)
  }

  private func build(in output: ReportFolder) throws {
    let lines = try output.stream("records.csv")
    try lines.write(RecordsCSV.header)
    let context = try context(figures: output.figures, line: lines.write)
    try lines.close()
    try output.write(tables: TableFiles(summary: summary, className: context.className).files)
    try output.write(page(context))
  }

  /// What the sections are made from; `line` gets every record as a line of records.csv.
  func context(figures: FigureFolder, line: (String) throws -> Void) throws -> ReportContext {
    let survey = try RunSurvey(of: records)
    let gathering = try RunGathering(of: records, survey: survey, line: line)
    return ReportContext(
      run: run, summary: summary, survey: survey, gathering: gathering, arrays: ContainedArrays(arrays: arrays),
      figures: figures)
  }

  private func page(_ context: ReportContext) throws -> Page {
    Page(
      title: "How this \(Words.network(run.task)) withstands attacks",
      eyebrow: "Chaff report",
      subtitle: PageFrame.subtitle(
        [
          .name(run.model.file), " on ", .name(run.data.folder),
          .text(", \(Numeral.count(run.data.selected, "sample"))"),
        ], started: run.created),
      opening: HeadlineSection(context: context).markup, sections: try sections(context), closing: closing)
  }

  private func sections(_ context: ReportContext) throws -> [Page.Section] {
    var sections: [Page.Section] = []
    if summary.attacks.count > 1 {
      sections.append(
        .init(id: "comparison", title: "Attacks compared", content: try ComparisonSection(context: context).markup()))
    }
    for (index, attack) in summary.attacks.enumerated() {
      sections.append(
        .init(
          id: "attack-\(index + 1)", title: "Attack: \(attack.name)",
          content: try AttackSection(context: context, attack: attack, number: index + 1).markup()))
    }
    let samples = try SampleSections(context: context).markup()
    sections.append(.init(id: "samples", title: "A handful of samples", content: samples))
    if !context.survey.errors.isEmpty {
      sections.append(
        .init(id: "errors", title: "Samples that could not be attacked", content: ErrorSection(context: context).markup)
      )
    }
    sections.append(.init(id: "sanity", title: "Sanity battery", content: SanitySection(checks: summary.sanity).markup))
    sections.append(
      .init(
        id: "settings", title: "Settings and provenance", content: SettingsSection(run: run, summary: summary).markup))
    return sections
  }

  private var closing: Markup {
    .fragment([
      PageFrame.files([
        .figures("every chart as SVG, every picture as PNG"),
        PageFrame.Files(names: ["records.csv"] + PageFrame.Files.tables.names, note: PageFrame.Files.tables.note),
        .data("records.jsonl", "summary.json"),
      ]), PageFrame.success(namesUnits: false),
    ])
  }
}
