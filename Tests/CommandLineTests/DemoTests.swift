import Foundation
import TestSupport
import Testing

/// `chaff demo` on the data and networks that come with Chaff.
@Suite struct DemoTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  private static let folders = ["--data", root + "/datasets", "--models", root + "/models"]

  #if DEBUG
    private static let isOptimised = false
  #else
    private static let isOptimised = true
  #endif

  @Test(.enabled(if: isOptimised, "minutes without optimisation: 'make test' runs it"))
  func aQuickDemoSaysWhatCameOfEveryJobAndMakesOnePage() throws {
    let folder = try TemporaryFolder()
    let demo = try ChaffProcess(["demo", "--quick", "--output", folder.path] + Self.folders)
    #expect(demo.status == 0, "\(demo.error)")
    let jobs = ["radar-padding", "lesion-of-another", "lesion-grown", "lesion-erased"]
    for job in jobs {
      #expect(FileManager.default.fileExists(atPath: folder.file(job + "/summary.json")), "\(job)")
    }
    #expect(demo.output.components(separatedBy: "\nSegmentation: ").count == 4, "\(demo.output)")
    #expect(demo.output.contains("when stored in 8 bits") && demo.output.contains("lesion_0003: lesion "))
    #expect(!demo.output.contains("AUDIT"))
    // A larger lesion is the easiest of the three masks: even so few steps draw it.
    #expect(demo.output.contains("apgd: the mask was reached for 1 of 1, 1 when stored in 8 bits"), "\(demo.output)")
    let page = try String(contentsOfFile: folder.file("report.html"), encoding: .utf8)
    #expect(page.contains("id=\"part-4\"") && page.contains("Before → after") && page.contains("another patient’s"))
    #expect(page.utf8.count < 5_000_000)
  }

  @Test func whatTheDemoLacksIsNamedOnce() throws {
    let folder = try TemporaryFolder()
    let demo = try ChaffProcess("demo", "--data", folder.path, "--models", Self.root + "/models")
    #expect(demo.status == 1)
    let name = folder.file("skin-default")
    #expect(demo.error.contains("radar-default") && demo.error.components(separatedBy: name).count == 2)
    #expect(!demo.error.contains("skin-unet"))
  }
}
