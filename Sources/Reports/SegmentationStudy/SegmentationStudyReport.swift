public import Evaluation
import Foundation

/// Makes the report of a segmentation study: a page that reads like a paper's results section, its figures as files, its
/// tables as CSV.
///
/// Parts that were not asked for, or of which nothing is finished, are left out. Equal results give equal bytes: no clock
/// is read.
///
/// | written                  | what                                                    |
/// |--------------------------|---------------------------------------------------------|
/// | `report.html`            | everything, without network, scripts or other files     |
/// | `figures/*.svg`, `*.png` | every chart, and every picture at its full size         |
/// | `tables/*.csv`           | every table and curve in full precision                 |
public struct SegmentationStudyReport {
  public let result: SegmentationStudyResult
  private let arrays: any ArrayLoading

  /// A study's tables; `arrays` reads the arrays of what is shown, by names relative to the study folder.
  public init(result: SegmentationStudyResult, arrays: any ArrayLoading) {
    self.result = result
    self.arrays = arrays
  }

  /// Whether a folder is one that `chaff study segmentation` left behind.
  public static func recognises(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: SegmentationStudyFolder(folder).description)
  }

  /// Builds the report in `folder` and puts it in place when it is whole.
  ///
  /// - Returns: the path of the page.
  /// - Throws: `ReportError` when the folder cannot be written.
  @discardableResult
  public func write(to folder: String) throws -> String {
    try ReportFolder.filled(folder) { output in
      try output.write(tables: SegmentationStudyTables(result: result).files)
      try output.write(page(output.figures))
    }
  }

  private func page(_ figures: FigureFolder) throws -> Page {
    let description = result.description
    return Page(
      title: description.title.isEmpty ? "Segmentation networks under attack" : description.title,
      eyebrow: "Chaff study",
      subtitle: PageFrame.subtitle(
        [
          .text("\(Numeral.count(description.victims.count, "victim")), "),
          .text(Numeral.count(description.dataSets.count, "data set")),
        ], started: description.created),
      opening: SegmentationStudyHeadline(result: result).markup,
      sections: try sections(Exhibits(figures), MaskGallery(result: result, arrays: arrays, figures: figures)),
      closing: closing)
  }

  private func sections(_ exhibits: Exhibits, _ gallery: MaskGallery) throws -> [Page.Section] {
    let drawing = DrawingSection(result: result, exhibits: exhibits)
    return PageFrame.sections([
      ("victims", "Data sets and victims", CleanSection(result: result, exhibits: exhibits).markup),
      ("ablation", "The ablation: static mask, adaptive mask, adaptive steps", drawing.ablation),
      ("smallest", "How little it takes to draw another mask", drawing.smallest),
      (
        "curves", "Agreement against the size of the change",
        try CurveSection(result: result, exhibits: exhibits).markup()
      ),
      (
        "worst", "The true mask lost: worst case over attacks",
        MaskWorstSection(result: result, exhibits: exhibits).markup
      ),
      ("sizes", "Small objects and large ones", ObjectSizeSection(result: result, exhibits: exhibits).markup),
      ("storage", "Saved as 8 bits and as JPEG", StorageSection(result: result, exhibits: exhibits).markup),
      ("goals", "What a clinician would see", try gallery.goals(exhibits)),
      ("ratio", "The cup-to-disc ratio", RatioSection(result: result, exhibits: exhibits).markup),
      ("examples", "Where the network looks, before and after", try gallery.examples()),
      ("settings", "Settings and how to repeat it", SegmentationStudySettings(result: result).markup),
    ])
  }

  private var closing: Markup {
    .fragment([
      PageFrame.files([
        .figures("every chart as SVG, every picture as PNG"), .tables, .data("result.json"),
        PageFrame.Files(names: ["runs/"], note: "every record"),
      ]),
      .tag(
        "p",
        "Scores are those of a fresh forward pass in 32-bit arithmetic of the returned image; means over classes leave the "
          + "background out; medians stand with their quartiles. Sizes are in the victims’ input units."),
    ])
  }
}
