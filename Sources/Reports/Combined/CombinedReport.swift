import Evaluation
import Foundation

/// Several runs on one page: what a demonstration shows, small enough to be kept and passed on.
///
/// The page is the only file: no figures and no tables beside it, those are in the run folders. Where it would be larger
/// than `byteLimit`, fewer samples are shown.
public struct CombinedReport {
  /// One run of the page.
  public struct Part {
    /// What the run is about, as a heading: "Radar: only padding may change".
    public let title: String
    /// The run folder's name, so that a reader finds the rest; nil where there is none.
    public let folder: String?
    let builder: ReportBuilder

    public init(title: String, folder: String? = nil, builder: ReportBuilder) {
      self.title = title
      self.folder = folder
      self.builder = builder
    }
  }

  public static let defaultByteLimit = 2_000_000

  public let title: String
  public let parts: [Part]
  /// The size that the page must not exceed, as long as leaving samples out can help.
  public var byteLimit = CombinedReport.defaultByteLimit

  public init(title: String, parts: [Part]) {
    self.title = title
    self.parts = parts
  }

  /// Reads run folders, finished or not.
  ///
  /// Each comes with the heading of its part; nil makes one from the run. `arrays` reads the shards of the folder that
  /// it is given.
  ///
  /// - Throws: `RunFolderError` for a folder that is no run.
  public init(
    title: String, folders: [(path: String, title: String?)], arrays: (_ folder: String) -> any ArrayLoading
  ) throws {
    self.init(
      title: title,
      parts: try folders.map { folder in
        let builder = try ReportBuilder(folder: folder.path, arrays: arrays(folder.path))
        return Part(
          title: folder.title ?? Self.heading(of: builder.run),
          folder: URL(fileURLWithPath: folder.path).lastPathComponent, builder: builder)
      })
  }

  /// Writes `report.html` in `folder` and puts it in place when it is whole.
  ///
  /// - Returns: the path of the page.
  /// - Throws: `ReportError` when the folder cannot be written; whatever reading the records throws.
  @discardableResult
  public func write(to folder: String) throws -> String {
    try ReportFolder.filled(folder, savesFigures: false) { output in
      try output.write(fittingPage(output.figures), to: "report.html")
    }
  }

  /// The page with as many samples as the limit allows, at most two an attack.
  private func fittingPage(_ figures: FigureFolder) throws -> String {
    let contexts = try parts.enumerated().map { index, part in
      var context = try part.builder.context(figures: figures) { _ in }
      context.prefix = "part-\(index + 1)-"
      return context
    }
    for limit in [2, 1] {
      let html = try page(contexts, sampleLimit: limit).html
      if html.utf8.count <= byteLimit { return html }
    }
    return try page(contexts, sampleLimit: 0).html
  }

  private func page(_ contexts: [ReportContext], sampleLimit: Int) throws -> Page {
    Page(
      title: title, eyebrow: "Chaff report",
      subtitle: .text(
        "\(Numeral.count(parts.count, "run")): \(Words.list(Self.distinct(contexts.map { $0.run.model.file })))"),
      opening: .nothing,
      sections: try zip(parts, contexts).enumerated().map { index, pair in
        var context = pair.1
        context.sampleLimit = sampleLimit
        return Page.Section(
          id: "part-\(index + 1)", title: pair.0.title,
          content: try CombinedPart(context: context, folder: pair.0.folder).markup())
      },
      closing: PageFrame.success(namesUnits: false))
  }

  /// The same in its order without what has come before.
  private static func distinct(_ names: [String]) -> [String] {
    names.indices.filter { names.firstIndex(of: names[$0]) == $0 }.map { names[$0] }
  }

  private static func heading(of run: RunDescription) -> String {
    let attacks = Words.list(run.attacks)
    return switch run.task {
    case .radar: "Radar: \(attacks)"
    case .image: "Images: \(attacks)"
    case .segmentation: "Segmentation: \(attacks)"
    }
  }
}
