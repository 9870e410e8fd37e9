import Evaluation
import Foundation
import Reports
import TestSupport
import Testing

@Suite struct ReportFolderTests {
  struct Broken: Error {}

  struct BrokenRecords: RecordReading {
    func forEachRecord(_ body: (ReportRecord) throws -> Void) throws -> Int { throw Broken() }
  }

  private let demo = RadarDemo(sampleCount: 4, frames: 6, cells: 8)

  @Test func anEarlierReportIsReplacedWhole() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("figures"), withIntermediateDirectories: true)
    try Data("old".utf8).write(to: URL(fileURLWithPath: folder.file("figures/stale.png")))
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.file("notes.txt")))
    let page = try demo.builder().write(to: folder.path)
    #expect(page == folder.file("report.html"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("figures/stale.png")))
    #expect(FileManager.default.fileExists(atPath: folder.file("notes.txt")))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        == ["figures", "notes.txt", "records.csv", "report.html", "tables"])
  }

  @Test func aReportThatFailsLeavesTheEarlierOne() throws {
    let folder = try TemporaryFolder()
    try demo.builder().write(to: folder.path)
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("report.html")))
    let broken = ReportBuilder(run: demo.run, summary: demo.summary, records: BrokenRecords(), arrays: demo.arrays)
    #expect(throws: Broken.self) { try broken.write(to: folder.path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("report.html"))) == before)
    #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains(".report-in-progress"))
  }

  @Test func aFolderThatCannotBeWrittenIsAnErrorThatNamesIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("file")
    try Data("x".utf8).write(to: URL(fileURLWithPath: path))
    let error = try #require(throws: ReportError.self) { try demo.builder().write(to: path) }
    #expect(error.description.contains(path))
  }

  @Test func aRunFolderBecomesAReport() throws {
    let folder = try TemporaryFolder()
    try RecordCoding.document(demo.run).write(to: URL(fileURLWithPath: folder.file("run.json")))
    let lines = try (0..<4).map { String(decoding: try RecordCoding.line(demo.record($0)), as: UTF8.self) }
    try Data((lines.joined(separator: "\n") + "\nnot a record\n").utf8)
      .write(to: URL(fileURLWithPath: folder.file("records.jsonl")))
    try ReportBuilder.build(folder: folder.path, arrays: demo.arrays)
    let checker = MarkupChecker(try String(contentsOfFile: folder.file("report.html"), encoding: .utf8))
    #expect(checker.failure == nil)
    #expect(checker.text.contains("1 line of records.jsonl could not be read"))
    #expect(checker.text.contains("4 samples"))
  }

  @Test func aFolderThatIsNoRunIsAnError() throws {
    let folder = try TemporaryFolder()
    #expect(throws: RunFolderError.self) { try ReportBuilder.build(folder: folder.path, arrays: MemoryArrays.missing) }
  }
}
