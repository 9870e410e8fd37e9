import Evaluation
import Foundation
import Reports
import Tensors
import TestSupport
import Testing

@Suite struct RadarReportTests {
  /// Small frames keep debug builds quick.
  private func demo(_ count: Int = 16) -> RadarDemo { RadarDemo(sampleCount: count, frames: 20, cells: 8) }

  @Test func thePageIsWellFormedSelfContainedAndAccessible() throws {
    let report = try BuiltReport(demo().builder())
    let checker = report.checker
    #expect(checker.failure == nil)
    #expect(checker.brokenIds.isEmpty)
    #expect(checker.count("script") == 0 && checker.count("link") == 0 && checker.count("iframe") == 0)
    #expect(checker.attributes("style").isEmpty && checker.attributes("onload").isEmpty)
    #expect(checker.attributes("src").allSatisfy { $0.hasPrefix("data:image/png;base64,") })
    #expect(checker.attributes("href").allSatisfy { $0.hasPrefix("#") })
    #expect(checker.elements.filter { $0.name == "img" }.allSatisfy { !($0.attributes["alt"] ?? "").isEmpty })
    #expect(checker.elements.filter { $0.name == "th" }.allSatisfy { $0.attributes["scope"] != nil })
    #expect(checker.count("h1") == 1)
    #expect(checker.attributes("content").contains { $0.hasPrefix("default-src 'none'") })
  }

  @Test func theHeadlineSaysWhatWasAttackedHowOftenAndWithWhatRight() throws {
    let demo = demo()
    let text = try BuiltReport(demo.builder()).checker.text
    let attack = try #require(demo.summary.attacks.first)
    #expect(text.contains("\(attack.successRate.count) of \(attack.successRate.total)"))
    #expect(text.contains(Numeral.percent(attack.successRate.rate)))
    #expect(text.contains("only idle and padding frames"))
    #expect(text.contains("each by at most 0.0314 (8/255)"))
    #expect(text.contains("everything outside bit for bit unchanged"))
    for caveat in demo.run.caveats { #expect(text.contains(caveat)) }
    for setting in demo.run.settings { #expect(text.contains(setting.value)) }
    for check in demo.summary.sanity { #expect(text.contains(check.words)) }
  }

  @Test func filmstripsCurvesAndFiguresAreThere() throws {
    let report = try BuiltReport(demo().builder())
    let files = report.files
    #expect(report.checker.text.contains("amplified"))
    #expect(report.checker.text.contains("Rank correlation"))
    #expect(report.checker.attributes("alt").contains { $0.hasPrefix("perturbation, channel 0: frames 0,") })
    #expect(files.contains { $0.hasSuffix("-filmstrip.png") } && files.contains { $0.hasSuffix("-frames.svg") })
    for name in files where name.hasSuffix(".svg") {
      #expect(MarkupChecker(String(decoding: try report.contents(name), as: UTF8.self)).failure == nil, "\(name)")
    }
    #expect(files.contains("tables/attack-1-confusion-after.csv") && files.contains("tables/norms.csv"))
  }

  @Test func equalRunsGiveEqualBytes() throws {
    let one = try BuiltReport(demo(8).builder()), two = try BuiltReport(demo(8).builder())
    #expect(one.files == two.files)
    for name in one.files { #expect(try one.contents(name) == two.contents(name), "\(name)") }
  }

  @Test func hostileNamesAreHarmless() throws {
    var demo = demo(8)
    demo.names = [
      "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "a\u{202E}gpj.exe", "=cmd|' /C calc'!A0",
    ]
    demo.attack = "PGD</title><script>"
    let report = try BuiltReport(demo.builder())
    #expect(report.checker.failure == nil)
    #expect(report.checker.count("script") == 0)
    #expect(report.checker.attributes("onerror").isEmpty)
    #expect(report.checker.text.contains("<script>alert(1)</script>"))
    let table = String(decoding: try report.contents("tables/attack-1-classes.csv"), as: UTF8.self)
    #expect(table.contains(",'=cmd|"))
    #expect(report.files.allSatisfy { !$0.contains("<") && !$0.contains("..") })
  }

  @Test func anEmptyRunSaysThatThereIsNothingToJudge() throws {
    let report = try BuiltReport(demo(0).builder())
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("No sample of this run has been recorded yet"))
  }

  @Test func aRunInWhichEverythingFailedIsShownAsSuch() throws {
    var demo = demo(8)
    demo.succeeds = { _ in false }
    let report = try BuiltReport(demo.builder())
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("0.0\u{202F}%"))
    #expect(report.checker.text.contains("the failed attempt that came closest"))
    #expect(report.checker.text.contains("Successful attacks: none to measure."))
  }

  @Test func aZeroPerturbationIsShownAsUnchanged() throws {
    var demo = demo(8)
    demo.size = 0
    let report = try BuiltReport(demo.builder())
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("Nothing was changed: the perturbation is zero."))
    #expect(report.checker.text.contains("not available, because one of them is constant or missing"))
  }

  @Test func aSingleSampleIsEnough() throws {
    let report = try BuiltReport(demo(1).builder())
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("Shown as the only success."))
  }

  @Test func missingArraysAreReportedNotHidden() throws {
    let report = try BuiltReport(demo(8).builder(arrays: .missing))
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("The arrays of this sample could not be read: there is no dataset"))
    var demo = demo(8)
    demo.hasArrays = false
    #expect(try BuiltReport(demo.builder()).checker.text.contains("No arrays were kept for this sample"))
  }

  @Test(arguments: ["../../secret.h5", "/etc/passwd", "arrays//x.h5", "a/../../b.h5", ""])
  func recordsCannotNameFilesOutsideTheRun(shard: String) throws {
    let demo = demo(1)
    var record = demo.record(0)
    record.arrays?.shard = shard
    let report = try BuiltReport(
      ReportBuilder(run: demo.run, summary: demo.summary, records: [.classification(record)], arrays: demo.arrays))
    #expect(report.checker.text.contains("is not inside the run folder"))
  }

  @Test func damagedArraysAreReported() throws {
    let demo = demo(8)
    let shapes: [([Int], [Int])] = [([2, 20, 4, 4], [2, 20, 4, 5]), ([7], [7]), ([0, 20, 4, 4], [0, 20, 4, 4])]
    for (clean, adversarial) in shapes {
      let arrays = MemoryArrays { name in
        Tensor(
          repeating: .nan,
          shape: name.hasSuffix("clean") ? clean : name.hasSuffix("adversarial") ? adversarial : [3, 0, 2])
      }
      let report = try BuiltReport(demo.builder(arrays: arrays))
      #expect(report.checker.failure == nil)
      #expect(report.checker.elements.contains { $0.attributes["class"] == "missing" })
    }
  }

  @Test func numbersThatAreMissingAreCalledSo() throws {
    let demo = demo(4)
    let records = (0..<4).map { index -> ReportRecord in
      var record = demo.record(index)
      record.size = record.size.map {
        PerturbationSize(l0: $0.l0, l1: .nan, l2: .nan, linf: .nan, psnr: .nan, ssim: .nan)
      }
      record.adversarial?.logits = [.nan, .nan, .nan, .nan]
      record.frames?.perturbation = [Double](repeating: .nan, count: 20)
      return .classification(record)
    }
    let report = try BuiltReport(
      ReportBuilder(run: demo.run, summary: demo.summary, records: records, arrays: demo.arrays))
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("n/a"))
    #expect(!report.checker.text.split { !$0.isLetter }.contains("nan"))
  }

  @Test func errorsAndUnfinishedRunsAreListed() throws {
    var demo = demo(12)
    let records = (0..<6).map { index -> ReportRecord in
      var record = demo.record(index)
      guard index < 2 else { return .classification(record) }
      record = ClassificationRecord(sample: record.sample, attack: record.attack, status: .error)
      record.message = "no dataset DS1 in <file>"
      return .classification(record)
    }
    var summarizer = ClassificationSummarizer(plan: demo.run)
    for case .classification(let record) in records { summarizer.add(record) }
    demo.sampleCount = 12
    let report = try BuiltReport(
      ReportBuilder(run: demo.run, summary: summarizer.summary(), records: records, arrays: demo.arrays))
    #expect(report.checker.text.contains("This run is not complete. 6 of 12 samples have a record"))
    #expect(report.checker.text.contains("no dataset DS1 in <file>"))
  }

  @Test func aThousandRecordsAreReadOneByOne() throws {
    var demo = RadarDemo(sampleCount: 1000, frames: 12, cells: 8)
    demo.hasArrays = false
    let copy = demo
    let records = MadeRecords(count: 1000) { .classification(copy.record($0)) }
    let built = try BuiltReport(
      ReportBuilder(run: demo.run, summary: demo.summary, records: records, arrays: demo.arrays))
    let lines = String(decoding: try built.contents("records.csv"), as: UTF8.self)
    #expect(lines.split(separator: "\r\n").count == 1001)
    #expect(built.html.utf8.count < 400_000)
  }
}
