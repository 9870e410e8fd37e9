import Foundation
import Reports
import TestSupport

/// A report written to a folder of its own, and its page as text.
struct BuiltReport {
  let folder: TemporaryFolder
  let html: String
  let checker: MarkupChecker

  init(_ builder: ReportBuilder) throws { try self.init { try builder.write(to: $0) } }
  init(_ report: TrainingReport) throws { try self.init { try report.write(to: $0) } }
  init(_ report: StudyReport) throws { try self.init { try report.write(to: $0) } }
  init(_ report: ExperimentReport) throws { try self.init { try report.write(to: $0) } }
  init(_ report: SegmentationStudyReport) throws { try self.init { try report.write(to: $0) } }
  init(_ report: CombinedReport) throws { try self.init { try report.write(to: $0) } }

  private init(_ write: (_ folder: String) throws -> Void) throws {
    folder = try TemporaryFolder()
    try write(folder.path)
    html = try String(contentsOfFile: folder.file("report.html"), encoding: .utf8)
    checker = MarkupChecker(html)
  }

  var files: [String] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.contains(".") && !$0.hasSuffix("/") }.sorted()
  }

  /// The lines of a CSV file, split at commas.
  func table(_ name: String) throws -> [[String]] {
    String(decoding: try contents("tables/\(name)"), as: UTF8.self).split(separator: "\r\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  func contents(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: folder.file(name))) }
}
