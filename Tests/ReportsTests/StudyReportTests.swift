import Evaluation
import Foundation
import Reports
import TestSupport
import Testing

@Suite struct StudyReportTests {
  private let space = "\u{202F}"
  /// Small arrays, so that most tests are quick.
  private let demo = StudyDemo(frames: 12, cells: 6, exampleCount: 1)

  @Test func thePageIsWellFormedSelfContainedAndNumbered() throws {
    let report = try BuiltReport(demo.report())
    #expect(report.checker.failure == nil)
    #expect(report.checker.brokenIds.isEmpty)
    #expect(report.checker.count("script") == 0)
    #expect(report.checker.attributes("src").allSatisfy { $0.hasPrefix("data:image/png;base64,") })
    for number in 1...6 { #expect(report.checker.text.contains("Table \(number). ")) }
    for number in 1...6 { #expect(report.checker.text.contains("Figure \(number). ")) }
    #expect(report.files.contains("figures/padding-curves.svg"))
  }

  @Test func theWholeStudyStaysBelowTwoMegabytes() throws {
    let report = try BuiltReport(StudyDemo(exampleCount: 8).report())
    #expect(report.html.utf8.count < 2_000_000)
    #expect(report.checker.text.contains("2 more examples are in the study folder’s arrays."))
  }

  @Test func theAbstractIsComputedFromTheTables() throws {
    let text = try BuiltReport(demo.report()).checker.text
    #expect(text.contains("4 classifiers of radar gestures are attacked with 140 recordings of"))
    #expect(text.contains("89.3–95.7\(space)% of them correctly"))
    #expect(text.contains("with full knowledge of the victim for 77.5–97.1\(space)%"))
    #expect(text.contains("with 75\(space)% of the frames padding and L∞ at most 0.0314 (8/255)"))
    #expect(text.contains("median rank correlation of "))
    #expect(text.contains("re-zeroed padding on radar-conv3d"))
  }

  @Test func numbersOfTheTablesAreThoseOfTheResult() throws {
    let result = demo.result
    let report = try BuiltReport(demo.report())
    let row = try #require(result.threats.first)
    let share = row.measure.success
    #expect(report.checker.text.contains("\(Numeral.percent(share.rate)) (\(share.count)/\(share.total))"))
    #expect(report.checker.text.contains(Numeral.significant(row.measure.l2.median)))
    let threats = try report.table("threats.csv")
    #expect(threats.count == result.threats.count + 1)
    #expect(threats[1][0] == "white-box" && threats[1][4] == "\(share.count)" && threats[1][6] == "\(share.rate)")
    #expect(try report.table("padding.csv").count == result.padding.count + 1)
    #expect(try report.table("importance-frames.csv").count == 4 * 12 + 1)
  }

  @Test(arguments: StudyExperiment.allCases)
  func aStudyOfOneExperimentShowsThatOne(experiment: StudyExperiment) throws {
    var result = demo.result
    if experiment != .accuracy { result.victims = [] }
    if experiment != .transfer { (result.threats, result.transfers) = ([], []) }
    if experiment != .padding { result.padding = [] }
    if experiment != .context { result.context = [] }
    if experiment != .importance { result.importance = [] }
    if experiment != .defences { result.defences = [] }
    if experiment != .plausible { result.plausible = [] }
    result.examples = []
    result.state = .interrupted
    let report = try BuiltReport(demo.report(result))
    #expect(report.checker.failure == nil)
    #expect(report.checker.brokenIds.isEmpty)
    #expect(report.checker.text.contains("This study is not complete."))
    #expect(report.checker.count("section") == 2)
  }

  @Test func anEmptyStudySaysSo() throws {
    let result = StudyResult(state: .interrupted, finishedCells: 0, totalCells: 9, description: demo.result.description)
    let report = try BuiltReport(demo.report(result))
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("nothing to report"))
    #expect(report.checker.text.contains("0 of 9 cells"))
  }

  @Test func cellsWithoutASampleAreMissingNotZero() throws {
    var result = demo.result
    let nothing = StudyMeasure(
      success: Proportion(0, of: 0), l2: Quartiles(of: []), linf: Quartiles(of: []), changedShare: Quartiles(of: []),
      auditFailures: 0, vanishedGradients: 3)
    for index in result.padding.indices { result.padding[index].measure = nothing }
    for index in result.threats.indices { result.threats[index].measure = nothing }
    for index in result.importance.indices {
      result.importance[index].meanPerturbation = [.nan, .nan]
      result.importance[index].meanImportance = []
      result.importance[index].rankCorrelation = Quartiles(of: [])
      result.importance[index].paddingImportanceBefore = .nan
    }
    for index in result.context.indices { result.context[index].frameShare = .nan }
    let report = try BuiltReport(demo.report(result))
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("no data"))
    #expect(report.checker.text.contains("gradient was zero everywhere in the padding"))
    #expect(!report.checker.text.contains("nan") && !report.html.contains("=\"nan"))
  }

  @Test func namesFromOutsideAreEscaped() throws {
    var demo = demo
    demo.architectures[0] = "<script>x</script>"
    demo.names[0] = "a & b <i>"
    let report = try BuiltReport(demo.report())
    #expect(report.checker.failure == nil)
    #expect(report.checker.count("script") == 0 && report.checker.count("i") == 0)
  }

  @Test func arraysThatAreMissingOrElsewhereAreReported() throws {
    #expect(
      try BuiltReport(demo.report(arrays: .missing)).checker.text.contains("could not be read: there is no dataset"))
    var result = demo.result
    result.examples[0].file = "../../secret.h5"
    #expect(try BuiltReport(demo.report(result)).checker.text.contains("is not inside the run folder"))
  }

  @Test func answersThatBrokeTheirRulesAreSaidAtTheTop() throws {
    var result = demo.result
    result.threats[0].measure.auditFailures = 3
    #expect(try BuiltReport(demo.report(result)).checker.text.contains("3 answers broke the region"))
  }

  @Test func paddingModesAndBudgetsEachHaveTheirPanel() throws {
    let report = try BuiltReport(demo.report())
    let svg = MarkupChecker(String(decoding: try report.contents("figures/padding-curves.svg"), as: UTF8.self))
    #expect(svg.failure == nil)
    for title in ["zeros at the end", "zeros at the beginning", "last frame repeated", "mean frame"] {
      #expect(svg.text.components(separatedBy: title).count - 1 == 2, "\(title)")
    }
    let budgets = 2, modes = 4, victims = 4, sharesWithPadding = 4
    let points = svg.elements.filter { $0.name == "circle" }.count
    #expect(points == budgets * modes * victims * sharesWithPadding + victims)
  }

  @Test func aStudyFolderBecomesAReport() throws {
    let folder = try TemporaryFolder()
    try RecordCoding.document(demo.result).write(to: URL(fileURLWithPath: folder.file("result.json")))
    let page = try FolderReport.build(folder: folder.path, arrays: demo.arrays)
    #expect(MarkupChecker(try String(contentsOfFile: page, encoding: .utf8)).failure == nil)
    var newer = demo.result
    newer.schema = 99
    try RecordCoding.document(newer).write(to: URL(fileURLWithPath: folder.file("result.json")))
    #expect(throws: RunFolderError.self) { try StudyReport.build(folder: folder.path, arrays: demo.arrays) }
  }
}
