import Evaluation
import Foundation
import Reports
import TestSupport
import Testing

@Suite struct CombinedReportTests {
  private func report(side: Int = 48) -> CombinedReport {
    CombinedReport(
      title: "Two runs",
      parts: [
        .init(
          title: "Radar: padding alone", folder: "radar-padding",
          builder: RadarDemo(sampleCount: 12, frames: 20, cells: 8).builder()),
        .init(title: "Radar again", builder: RadarDemo(sampleCount: 4, frames: 8, cells: 8).builder()),
        .init(
          title: "Segmentation: a mask of one’s choice", folder: "segmentation-asma",
          builder: SegmentationDemo(sampleCount: 2, side: side).builder()),
      ])
  }

  @Test func onePageHoldsEveryRunAndNothingElseIsWritten() throws {
    let built = try BuiltReport(report())
    #expect(built.checker.failure == nil)
    #expect(built.checker.brokenIds.isEmpty)
    #expect(built.files == ["report.html"])
    #expect(built.checker.text.contains("Radar: padding alone") && built.checker.text.contains("Segmentation: a mask"))
    #expect(built.checker.attributes("alt").contains { $0.hasPrefix("Grad-CAM before") })
    #expect(built.checker.attributes("alt").contains { $0.hasPrefix("Prediction after:") })
    #expect(built.checker.text.contains("radar-padding"))
  }

  @Test func samplesAreLeftOutWhereThePageWouldBeTooLarge() throws {
    var report = report(side: 160)
    let full = try BuiltReport(report)
    report.byteLimit = full.html.utf8.count - 1
    let smaller = try BuiltReport(report)
    #expect(smaller.html.utf8.count <= report.byteLimit)
    #expect(smaller.checker.count("article") < full.checker.count("article"))
    report.byteLimit = 1
    #expect(try BuiltReport(report).checker.count("article") == 0)
  }

  @Test func runFoldersAreReadAndOtherFoldersRefused() throws {
    let folder = try TemporaryFolder(), demo = RadarDemo(sampleCount: 4, frames: 8, cells: 8)
    try RecordCoding.document(demo.run).write(to: URL(fileURLWithPath: folder.file("run.json")))
    let lines = try (0..<4).map { String(decoding: try RecordCoding.line(demo.record($0)), as: UTF8.self) }
    try Data((lines.joined(separator: "\n") + "\n").utf8)
      .write(to: URL(fileURLWithPath: folder.file("records.jsonl")))
    let built = try BuiltReport(
      try CombinedReport(title: "One", folders: [(folder.path, nil)]) { _ in demo.arrays })
    #expect(built.checker.text.contains("Radar: PGD-20"))
    let empty = try TemporaryFolder()
    #expect(throws: RunFolderError.self) {
      try CombinedReport(title: "None", folders: [(empty.path, nil)]) { _ in MemoryArrays.missing }
    }
  }
}
