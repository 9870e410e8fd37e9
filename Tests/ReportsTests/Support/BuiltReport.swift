import Foundation
import Reports
import TestSupport

/// A report written to a folder of its own, and its page as text.
struct BuiltReport {
  let folder: TemporaryFolder
  let html: String
  let checker: MarkupChecker

  init(_ builder: ReportBuilder) throws {
    folder = try TemporaryFolder()
    try builder.write(to: folder.path)
    html = try String(contentsOfFile: folder.file("report.html"), encoding: .utf8)
    checker = MarkupChecker(html)
  }

  var files: [String] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.contains(".") && !$0.hasSuffix("/") }.sorted()
  }

  func contents(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: folder.file(name))) }
}
