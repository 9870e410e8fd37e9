public import Evaluation
import Foundation

/// Makes the report of a training run: one self-contained page, its curves as files, its tables as CSV.
///
/// | written           | what                                                 |
/// |-------------------|------------------------------------------------------|
/// | `report.html`     | everything, without network, scripts or other files  |
/// | `figures/*.svg`   | every chart on its own                               |
/// | `tables/*.csv`    | epochs, test results, confusion in full precision    |
public struct TrainingReport {
  public let training: TrainingDescription
  public let epochs: [TrainingEpoch]
  /// Lines of training.jsonl that could not be read.
  public let unreadableCount: Int

  public init(training: TrainingDescription, epochs: [TrainingEpoch], unreadableCount: Int = 0) {
    self.training = training
    self.epochs = epochs
    self.unreadableCount = unreadableCount
  }

  /// Builds the report in `folder` and puts it in place when it is whole.
  ///
  /// - Returns: the path of the page.
  /// - Throws: `ReportError` when the folder cannot be written.
  @discardableResult
  public func write(to folder: String) throws -> String {
    try ReportFolder.filled(folder) { output in
      try output.write(tables: TrainingTables(training: training, epochs: epochs).files)
      try output.write(page(output.figures))
    }
  }

  private func page(_ figures: FigureFolder) throws -> Page {
    Page(
      title: "How this \(Words.network(training.task)) was trained",
      eyebrow: "Chaff training report",
      subtitle: PageFrame.subtitle(
        [
          .name(training.network.identifier), " on ", .name(training.data.folder),
          .text(", \(Numeral.count(training.data.training.count, "training sample"))"),
        ], started: training.created),
      opening: TrainingHeadline(training: training, epochs: epochs, unreadableCount: unreadableCount).markup,
      sections: try sections(figures), closing: closing)
  }

  private func sections(_ figures: FigureFolder) throws -> [Page.Section] {
    [
      Page.Section(
        id: "course", title: "Course of training",
        content: try TrainingCourse(training: training, epochs: epochs, figures: figures).markup()),
      Page.Section(
        id: "test", title: "On the test part",
        content: try TrainingTestSection(training: training, figures: figures).markup()),
      Page.Section(id: "data", title: "Data and split", content: TrainingDataSection(data: training).markup),
      Page.Section(
        id: "settings", title: "Settings and provenance", content: TrainingSettings(training: training).markup),
    ]
  }

  private var closing: Markup {
    .fragment([
      PageFrame.files([.figures("every chart as SVG"), .tables, .data("training.json", "training.jsonl")]),
      .tag("p", "Intervals are 95 % Wilson score intervals; they speak of samples like those of the test part only."),
    ])
  }
}
