import Evaluation
import Foundation
import Reports
import Tensors
import TestSupport
import Testing

/// Reports of classifiers of images: pictures where recordings have filmstrips.
@Suite struct ImageReportTests {
  private func report(axes: [String], shape: [Int]) throws -> BuiltReport {
    let demo = RadarDemo(sampleCount: 8, frames: 20, cells: 8)
    var run = demo.run
    run.task = .image
    run.model.axes = axes
    let arrays = MemoryArrays { name in
      if name.contains("heat") { return Tensor(shape: [6, 5], scalars: (0..<30).map { Float($0) / 29 }) }
      let value: Float = name.hasSuffix("clean") ? 0.2 : 0.4
      return Tensor(shape: shape, scalars: [Float](repeating: value, count: shape.product))
    }
    let records = (0..<8).map { index -> ReportRecord in
      var record = demo.record(index)
      record.frames = nil
      return .classification(record)
    }
    return try BuiltReport(ReportBuilder(run: run, summary: demo.summary, records: records, arrays: arrays))
  }

  @Test(arguments: [
    (["channel", "height", "width"], [3, 6, 5]), (["height", "width", "channel"], [6, 5, 3]),
    (["height", "width"], [6, 5]),
  ]) func picturesAreShownWhateverTheOrderOfTheAxes(axes: [String], shape: [Int]) throws {
    let report = try report(axes: axes, shape: shape)
    let checker = report.checker
    #expect(checker.failure == nil && checker.brokenIds.isEmpty)
    #expect(checker.text.contains("How this image classifier withstands attacks"))
    #expect(checker.text.contains("of the images that it had right"))
    #expect(!checker.text.contains("recording of") && !checker.text.contains("no picture"))
    for title in ["Image:", "Adversarial image:", "Perturbation:", "Grad-CAM before:", "Grad-CAM after:"] {
      #expect(checker.attributes("alt").contains { $0.hasPrefix(title) }, "\(title)")
    }
    let sizes = checker.elements.filter { $0.attributes["alt"]?.hasPrefix("Image:") == true }
    #expect(sizes.allSatisfy { $0.attributes["width"] == "5" && $0.attributes["height"] == "6" })
    #expect(report.files.contains { $0.hasSuffix("-adversarial.png") })
  }

  @Test func anInputThatIsNoPictureIsSaid() throws {
    let report = try report(axes: ["channel", "time", "height", "width"], shape: [3, 2, 6, 5])
    #expect(report.checker.text.contains("An input of shape [3, 2, 6, 5] is no picture."))
  }
}
