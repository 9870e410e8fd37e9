import Foundation
import Reports
import Testing

/// Writes made-up reports for a person (or a headless browser) to look at.
///
/// Set `CHAFF_REPORT_DEMO` to a folder to have them written there.
@Suite struct DemoReportTests {
  private static let folder = ProcessInfo.processInfo.environment["CHAFF_REPORT_DEMO"]

  @Test(.enabled(if: folder != nil, "set CHAFF_REPORT_DEMO to a folder to write example reports"))
  func writesExampleReportsToLookAt() throws {
    let folder = try #require(Self.folder)
    try RadarDemo().builder().write(to: folder + "/radar")
    try SegmentationDemo(side: 384).builder().write(to: folder + "/segmentation")
    try SegmentationDemo(sampleCount: 1, side: 256, maskSide: 168, attacks: ["ASMA"]).builder().write(
      to: folder + "/valid")
    try TrainingDemo(adversarial: "PGD-5").report.write(to: folder + "/training")
    try StudyDemo().report().write(to: folder + "/study")
    try CombinedReport(
      title: "What attacks did to two networks",
      parts: [
        .init(title: "Radar: only idle frames may change", folder: "radar-idle", builder: RadarDemo().builder()),
        .init(
          title: "Segmentation: a mask of the attacker’s choice", folder: "segmentation-asma",
          builder: SegmentationDemo(sampleCount: 2, side: 128, attacks: ["ASMA"]).builder()),
      ]
    ).write(to: folder + "/combined")
    try RadarDemo(sampleCount: 0).builder().write(to: folder + "/empty")
  }
}
