import Evaluation
import Foundation
import Reports
import TestSupport
import Testing

@Suite struct TrainingReportTests {
  private let space = "\u{202F}"

  @Test func thePageIsWellFormedAndSelfContained() throws {
    let report = try BuiltReport(TrainingDemo().report)
    #expect(report.checker.failure == nil)
    #expect(report.checker.brokenIds.isEmpty)
    #expect(report.checker.count("script") == 0)
    #expect(report.html.utf8.count < 400_000)
    #expect(report.files.contains("figures/course-curves.svg"))
  }

  @Test func theHeadlineSaysWhatTheResultSays() throws {
    let demo = TrainingDemo()
    let text = try BuiltReport(demo.report).checker.text
    let right = demo.right.reduce(0, +)
    #expect(right == 129)
    #expect(text.contains("92.1\(space)% (129 of 140; 95\(space)% interval"))
    #expect(text.contains("nearest neighbour 56.4\(space)%"))
    #expect(text.contains("linear classifier 61.4\(space)%"))
    #expect(text.contains("the commonest class 14.3\(space)%"))
    #expect(text.contains("The network’s interval lies above all of theirs."))
    #expect(text.contains("epoch 31 of 40"))
    #expect(text.contains("accuracy 94.2\(space)%"))
    #expect(text.contains("88\(space)743"))
  }

  @Test func anIntervalThatOverlapsThatOfASimpleMethodIsCalledSo() throws {
    var demo = TrainingDemo()
    demo.right = [12, 12, 12, 12, 12, 12, 13]
    #expect(try BuiltReport(demo.report).checker.text.contains("this test part does not tell them apart"))
    demo.right = [2, 2, 2, 2, 2, 2, 2]
    #expect(try BuiltReport(demo.report).checker.text.contains("interval lies below that of linear classifier"))
  }

  @Test func theTablesHoldEveryNumberInFullPrecision() throws {
    let demo = TrainingDemo()
    let report = try BuiltReport(demo.report)
    let epochs = try report.table("epochs.csv")
    #expect(epochs.count == 41)
    #expect(epochs[31][3] == "\(demo.epochs[30].trainingLoss)" && epochs[31][8] == "true")
    let test = try report.table("test.csv")
    #expect(
      test.map(\.first) == ["method", "radar-conv3d", "nearest neighbour", "linear classifier", "the commonest class"])
    #expect(test[1][1] == "129" && test[1][3] == "\(129.0 / 140)")
    #expect(try report.table("confusion.csv")[4] == ["swipe-left", "0", "0", "0", "18", "2", "0", "0"])
  }

  @Test func theKeptEpochIsMarkedInTheCourse() throws {
    let report = try BuiltReport(TrainingDemo().report)
    let course = String(decoding: try report.contents("figures/course-curves.svg"), as: UTF8.self)
    #expect(course.contains("best: epoch 31"))
    #expect(course.contains("Learning rate") && course.contains("Accuracy"))
    #expect(MarkupChecker(course).failure == nil)
  }

  @Test func adversarialTrainingStandsOutWhereThereWasSome() throws {
    #expect(!(try BuiltReport(TrainingDemo().report).checker.text.contains("What the network was trained against")))
    var demo = TrainingDemo()
    demo.adversarial = "PGD-5"
    #expect(try BuiltReport(demo.report).checker.text.contains("What the network was trained against"))
  }

  @Test func namesFromOutsideAreEscaped() throws {
    var demo = TrainingDemo()
    demo.names[1] = "<script>alert(1)</script>"
    demo.identifier = "a\"b'<i>"
    let report = try BuiltReport(demo.report)
    #expect(report.checker.failure == nil)
    #expect(report.checker.count("script") == 0 && report.checker.count("i") == 0)
    #expect(report.checker.text.contains("<script>alert(1)</script>"))
  }

  @Test func aTrainingThatHasNotEndedShowsWhatThereIs() throws {
    let demo = TrainingDemo()
    var training = demo.training
    training.state = .running
    training.result = nil
    let begun = try BuiltReport(TrainingReport(training: training, epochs: Array(demo.epochs.prefix(3))))
    #expect(begun.checker.failure == nil)
    #expect(begun.checker.text.contains("This training has not ended."))
    #expect(begun.checker.text.contains("The test part has not been looked at"))
    let empty = try BuiltReport(TrainingReport(training: training, epochs: []))
    #expect(empty.checker.failure == nil)
    #expect(empty.checker.text.contains("No epoch has been finished yet."))
  }

  @Test func aFailedTrainingSaysWhereAndItsNumbersAreMissingNotWrong() throws {
    let demo = TrainingDemo()
    var training = demo.training
    training.state = .failed
    var result = TrainingResult(
      epochs: 2, steps: 50, bestEpoch: nil, bestScore: nil, seconds: .infinity, reason: "loss is not finite")
    result.failure = TrainingFailureFacts(
      step: 51, kind: "loss", name: "cross-entropy", words: "the loss is NaN at step 51 in layer conv3")
    training.result = result
    var epochs = Array(demo.epochs.prefix(2))
    epochs[1].trainingLoss = .nan
    epochs[1].validationScore = .nan
    let report = try BuiltReport(TrainingReport(training: training, epochs: epochs))
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("the loss is NaN at step 51 in layer conv3"))
    #expect(report.checker.text.contains(Numeral.missing))
    #expect(!report.html.contains("\"NaN\"") && !report.html.contains("nan "))
  }

  @Test func aTrainingWithoutValidationDrawsNone() throws {
    var demo = TrainingDemo()
    demo.hasValidation = false
    let report = try BuiltReport(demo.report)
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("no validation part"))
    let course = String(decoding: try report.contents("figures/course-curves.svg"), as: UTF8.self)
    #expect(!course.contains(">validation<"))
  }

  @Test func aSegmentationTrainingShowsOverlaps() throws {
    var training = TrainingDemo().training
    training.task = .segmentation
    training.scoreName = "Dice"
    training.network.classNames = ["background", "disc"]
    training.result?.classification = nil
    training.result?.baselines = []
    training.result?.segmentation = SegmentationTest(
      dice: Quartiles(of: [0.71, 0.83, 0.91]), iou: Quartiles(of: [0.55, 0.71, 0.83]),
      pixelAccuracy: Quartiles(of: [0.97]), confusion: [[90_000, 1200], [800, 41_000]])
    let report = try BuiltReport(TrainingReport(training: training, epochs: TrainingDemo().epochs))
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("0.830"))
    #expect(report.checker.text.contains("41\(space)000"))
    #expect(try report.table("test.csv")[1][4] == "0.83")
  }

  @Test func aLongTrainingStaysSmall() throws {
    var demo = TrainingDemo()
    demo.epochCount = 3000
    let report = try BuiltReport(demo.report)
    #expect(report.html.utf8.count < 2_000_000)
    #expect(try report.table("epochs.csv").count == 3001)
  }

  @Test func aTrainingFolderBecomesAReport() throws {
    let folder = try TemporaryFolder(), demo = TrainingDemo()
    try RecordCoding.document(demo.training).write(to: URL(fileURLWithPath: folder.file("training.json")))
    let lines = try demo.epochs.map { String(decoding: try RecordCoding.line($0), as: UTF8.self) }
    try Data((lines.joined(separator: "\n") + "\n{\"epoch\":").utf8)
      .write(to: URL(fileURLWithPath: folder.file("training.jsonl")))
    let page = try FolderReport.build(folder: folder.path, arrays: MemoryArrays.missing)
    let checker = MarkupChecker(try String(contentsOfFile: page, encoding: .utf8))
    #expect(checker.failure == nil)
    #expect(checker.text.contains("1 line of training.jsonl could not be read"))
  }

  @Test func aDamagedOrNewerTrainingFolderIsAnError() throws {
    let folder = try TemporaryFolder()
    let file = URL(fileURLWithPath: folder.file("training.json"))
    try Data("{}".utf8).write(to: file)
    #expect(throws: RunFolderError.self) { try TrainingReport.build(folder: folder.path) }
    var training = TrainingDemo().training
    training.schema = 99
    try RecordCoding.document(training).write(to: file)
    let error = try #require(throws: RunFolderError.self) { try TrainingReport.build(folder: folder.path) }
    #expect(error.description.contains("schema 99"))
  }
}
