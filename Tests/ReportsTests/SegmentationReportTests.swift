import Evaluation
import Foundation
import Reports
import Tensors
import Testing

@Suite struct SegmentationReportTests {
  private func demo(_ count: Int = 2) -> SegmentationDemo { SegmentationDemo(sampleCount: count, side: 48) }

  @Test func thePageIsWellFormedAndSelfContained() throws {
    let checker = try BuiltReport(demo().builder()).checker
    #expect(checker.failure == nil)
    #expect(checker.brokenIds.isEmpty)
    #expect(checker.attributes("src").allSatisfy { $0.hasPrefix("data:image/png;base64,") })
  }

  @Test func everyPictureIsThereAndSavedInFullSize() throws {
    let report = try BuiltReport(demo().builder())
    for title in [
      "Image:", "Adversarial image:", "Perturbation:", "Truth:", "Target:", "Prediction before:", "Prediction after:",
      "Grad-CAM before:", "Grad-CAM after:",
    ] {
      #expect(report.checker.attributes("alt").contains { $0.hasPrefix(title) }, "\(title)")
    }
    #expect(report.files.contains("figures/sample-0-1-perturbation.png"))
    #expect(report.checker.text.contains("signed, amplified"))
  }

  @Test func literalAndUsableStandSideBySide() throws {
    let report = try BuiltReport(demo().builder())
    #expect(report.checker.text.contains("Attacks compared"))
    #expect(report.files.contains("figures/sample-0-course.svg"))
    let course = String(decoding: try report.contents("figures/sample-0-course.svg"), as: UTF8.self)
    #expect(course.contains("ASMA, usable") && course.contains("ASMA, literal") && course.contains("Step multiplier"))
    #expect(MarkupChecker(course).failure == nil)
  }

  @Test func masksOfANetworkWithoutPaddingLieOnTheCentre() throws {
    var demo = demo(1)
    demo.maskSide = 31
    #expect(try BuiltReport(demo.builder()).checker.text.contains("answers for the centre of its input only"))
    demo.maskSide = 12
    #expect(try BuiltReport(demo.builder()).checker.text.contains("one pixel for 4 × 4 of the image"))
  }

  @Test func aDamagedMaskIsReportedAndTheRestShown() throws {
    let demo = demo(1)
    let arrays = demo.arrays
    let report = try BuiltReport(
      demo.builder(
        arrays: MemoryArrays { name in
          if name.hasSuffix("target") { return nil }
          return name.hasSuffix("truth") ? Tensor(repeating: 0, shape: [3]) : arrays.make(name)
        }))
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("could not be read"))
    #expect(report.checker.text.contains("which is no picture"))
    #expect(report.checker.attributes("alt").contains { $0.hasPrefix("Perturbation:") })
  }

  @Test func scoresThatWereDefinedAndNotMeasuredSaySo() throws {
    let demo = demo(1)
    let records = demo.records.map { record -> ReportRecord in
      guard case .segmentation(var record) = record else { return record }
      record.toTruth?.before.emptyClasses = [1]
      record.toTarget?.after.iou = [.nan, .nan]
      record.trace?.l2 = []
      return .segmentation(record)
    }
    let report = try BuiltReport(
      ReportBuilder(run: demo.run, summary: demo.summary, records: records, arrays: demo.arrays))
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("in neither map"))
    #expect(!report.html.contains("nan\""))
  }
}
